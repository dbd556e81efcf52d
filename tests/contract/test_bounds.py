"""No number and no day is too far to be answered: each of each operation, beyond what a database or a calendar holds."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from schemathesis import Case

from tests.contract.cases import operations, plain
from tests.contract.test_contract import SIGN, entered, faults_of
from tests.matrix.bodies import resolved
from tests.matrix.routes import Route
from tests.matrix.world import World

Value = int | str
FAR: tuple[Value, ...] = (2**31, 2**63, -(2**63) - 1, 10**30, "0001-01-01", "9999-12-31")


@pytest.mark.parametrize("value", FAR)
def test_neither_a_number_nor_a_day_breaks_an_operation(db, value):
    client, world = entered("city_admin")
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    cookies = {settings.CSRF_COOKIE_NAME: SIGN, session.key: session.value}
    faults = [
        fault
        for route in operations()
        for case in (*_in_addresses(route, world, value), *_in_bodies(route, world, value))
        for fault in faults_of(case, route, cookies)
    ]
    assert not faults, "\n".join(faults)


def _in_addresses(route: Route, world: World, value: Value) -> Iterator[Case]:
    for parameter in route.operation.get("parameters", []):
        if _takes(parameter["schema"], value):
            case = plain(route, world)
            place = "path_parameters" if parameter["in"] == "path" else "query"
            setattr(case, place, {**(getattr(case, place) or {}), parameter["name"]: value})
            yield case


def _in_bodies(route: Route, world: World, value: Value) -> Iterator[Case]:
    content = route.operation.get("requestBody", {}).get("content", {}).get("application/json")
    for name, inner in _names(content["schema"], value) if content else ():
        case = plain(route, world)
        if "expected_version" in case.body:
            case.body["expected_version"] = world.sides["mine"].enterprise.versions.get().pk
        case.body[name] = {inner: value} if inner else value
        yield case


def _names(body: dict[str, Any], value: Value) -> Iterator[tuple[str, str]]:
    """What takes such a value: in a body, and in the parts of a body."""
    for name, schema in resolved(body).get("properties", {}).items():
        if _takes(schema, value):
            yield name, ""
        for inner, part in resolved(schema).get("properties", {}).items():
            if _takes(part, value):
                yield name, inner


def _takes(schema: dict[str, Any], value: Value) -> bool:
    kind = ("type", "integer") if isinstance(value, int) else ("format", "date")
    return any(each.get(kind[0]) == kind[1] for each in (schema, *schema.get("anyOf", [])))
