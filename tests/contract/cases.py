"""What is sent: requests drawn from the schema, fitting and unfitting, always the same ones."""

import json
from functools import cache
from typing import Any

import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case, GenerationMode
from schemathesis.schemas import APIOperation

from tests.matrix.bodies import body_of
from tests.matrix.routes import Route, all_routes, schema
from tests.matrix.things import values_of
from tests.matrix.world import World

SEED = 20261126
FITTING, UNFITTING = GenerationMode.POSITIVE, GenerationMode.NEGATIVE


@cache
def operations() -> dict[Route, APIOperation]:
    """Each operation of the published schema, by its route."""
    read = schemathesis.openapi.from_dict(json.loads(json.dumps(schema(), default=str)))
    read.app = get_wsgi_application()
    found = {(each.ok().full_path, each.ok().method.upper()): each.ok() for each in read.get_all_operations()}
    return {
        route: found[route.pattern, route.method]
        for route in all_routes()
        if (route.pattern, route.method) in found
    }


@cache
def drawn(route: Route, mode: GenerationMode, number: int) -> list[Case]:
    """So many requests; the same at every run."""
    found: list[Case] = []

    @seed(SEED)
    @settings(
        max_examples=number, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(operations()[route].as_strategy(mode))
    def collect(case: Case) -> None:
        found.append(case)

    try:
        collect()
    except Exception as nothing:
        # Where every request fits, none can be drawn that does not.
        if "Unsatisfiable" not in type(nothing).__name__:
            raise
    return found


def plain(route: Route, world: World) -> Case:
    """A request about what there is, with nothing but what is asked for."""
    body = body_of(route.operation)
    return operations()[route].Case(
        path_parameters=values_of(route, world, "mine") if route.parameters else {},
        **({"body": _known(body, world), "media_type": "application/json"} if body is not None else {}),
    )


def about_something(case: Case, route: Route, world: World) -> Case:
    """The same request about what there is."""
    parts = {name: getattr(case, name) for name in ("query", "headers", "cookies", "body", "media_type")}
    if isinstance(case.body, dict):
        parts["body"] = _known(case.body, world)
    path = values_of(route, world, "mine") if route.parameters else {}
    return operations()[route].Case(path_parameters=path, **parts)


def _known(body: dict[str, Any], world: World) -> dict[str, Any]:
    side = world.sides["mine"]
    firm, provider = side.enterprise.organisation.uscc, side.provider.uscc
    known = {"uscc": firm, "enterprise_uscc": firm, "provider_uscc": provider}
    return {name: known.get(name, value) for name, value in body.items()}
