"""No operation answers 5xx, an undocumented status, another type or another shape than it says; as each role and a stranger.

`ANFU_CONTRACT_EXAMPLES=50` asks so many requests of each operation as each role, half of them fitting (2 where
nothing is said); one plain request about what there is comes before them.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from anfu.core.ledger.guard import without_ledger
from tests.contract.cases import FITTING, UNFITTING, about_something, drawn, operations, plain
from tests.matrix import made, policy  # noqa: F401
from tests.matrix.routes import Route
from tests.matrix.things import kind_behind, values_of
from tests.matrix.world import ROLES, World, undone

pytestmark = pytest.mark.once

EXAMPLES = int(os.environ.get("ANFU_CONTRACT_EXAMPLES", "2"))
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
]  # fmt: skip
# So many different ones are drawn at least; neighbouring roles send different ones.
LOT = 5
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


def entered(role: str) -> tuple[Client, World]:
    """What the person of that role has, and a browser in which that person is signed in."""
    client, world = Client(), World(role)
    with without_ledger():
        if world.person:
            client.force_login(world.person)
        for route in filter(kind_behind, operations()):
            values_of(route, world, "mine")
    return client, world


def requests(route: Route, place: int, refused: bool, world: World) -> Iterator[Case]:
    """One plain request, then drawn ones: each role sends others of one lot. Who may not ask is turned away at once."""
    yield plain(route, world)
    number = 1 if refused else max(1, EXAMPLES // 2)
    for mode in (FITTING, UNFITTING):
        lot = drawn(route, mode, max(number, LOT))
        for step in range(number if lot else 0):
            case = lot[(place * number + step) % len(lot)]
            yield about_something(case, route, world) if mode == FITTING and (place + step) % 2 == 0 else case


@contextmanager
def open_connection() -> Iterator[None]:
    """The end of a request must not close the connection that this test's transaction is on."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


def faults_of(case: Case, route: Route, cookies: dict[str, str]) -> list[str]:
    """What is wrong with the answer to one request, which leaves nothing behind."""
    with undone(), open_connection():
        answer = case.call(cookies=cookies, headers={"X-CSRFToken": SIGN})
    try:
        case.validate_response(answer, checks=CHECKS)
    except FailureGroup as faults:
        said = "; ".join(f"{each.title} {each.message}" for each in faults.exceptions)
        return [f"{route} answered {answer.status_code}: {said}\n    {case.as_curl_command()}"]
    return []
