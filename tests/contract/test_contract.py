"""No operation answers 5xx, an undocumented status, another type or another shape than it says; as each role and a stranger.

`ANFU_CONTRACT_EXAMPLES=50` asks so many requests of each operation as each role (2 where nothing is said).
"""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.contract.cases import FITTING, UNFITTING, about_something, drawn, operations, plain
from tests.matrix import policy
from tests.matrix.judging import entered
from tests.matrix.routes import Route
from tests.matrix.world import ROLES, World, undone

pytestmark = pytest.mark.once

EXAMPLES = int(os.environ.get("ANFU_CONTRACT_EXAMPLES", "2"))
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
]  # fmt: skip
SIGN = "a" * 32


@pytest.mark.parametrize("role", ROLES)
def test_every_operation_answers_as_its_schema_says(db, role, record_property):
    client, world = entered(role)
    session = client.cookies.get(settings.SESSION_COOKIE_NAME)
    cookies = {settings.CSRF_COOKIE_NAME: SIGN} | ({session.key: session.value} if session else {})
    table, faults, asked = policy.read(), [], 0
    for route in operations():
        cases = requests(route, ROLES.index(role), table[route.pattern, route.method][role] == "no", world)
        for case in cases:
            asked += 1
            faults += faults_of(case, route, cookies)
    record_property("requests", asked)
    assert not faults, "\n".join(faults)


def requests(route: Route, place: int, refused: bool, world: World) -> Iterator[Case]:
    """One plain request, then drawn ones: each role sends others of one lot. Who may not ask is turned away at once."""
    yield plain(route, world)
    number = 1 if refused else EXAMPLES
    for mode in (FITTING, UNFITTING):
        lot = drawn(route, mode, max(EXAMPLES, 12))
        for step in range(number if lot else 0):
            case = lot[(place * number + step) % len(lot)]
            yield about_something(case, route, world) if mode == FITTING and step % 2 == 0 else case


def faults_of(case: Case, route: Route, cookies: dict[str, str]) -> list[str]:
    """What is wrong with the answer to one request, which leaves nothing behind."""
    with undone():
        answer = case.call(cookies=cookies, headers={"X-CSRFToken": SIGN})
    try:
        case.validate_response(answer, checks=CHECKS)
    except FailureGroup as faults:
        said = "; ".join(f"{each.title} {each.message}" for each in faults.exceptions)
        return [f"{route} answered {answer.status_code}: {said}\n    {case.as_curl_command()}"]
    return []
