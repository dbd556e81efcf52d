"""One route for one role: ask about everything, and say what is wrong with the answers."""

from django.test import Client

from anfu.core import clock
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import PeriodicRun
from tests.matrix import made, policy  # noqa: F401
from tests.matrix.asking import Answer, ask
from tests.matrix.entitled import entitled
from tests.matrix.routes import Route, all_routes
from tests.matrix.things import Values, absent_values, kind_behind, values_of
from tests.matrix.world import RELATIONS, World

Answers = dict[str, Answer]
Table = dict[tuple[str, str], dict[str, str]]


def entered(role: str) -> tuple[Client, World]:
    """A world with everything in it, and the browser of the person in its middle."""
    PeriodicRun.objects.create(name="matrix", slot=clock.now())  # a worker that ticks, or nothing is ready
    client, world = Client(raise_request_exception=False), World(role)
    with without_ledger():
        if world.person:
            client.force_login(world.person)
        for route in filter(kind_behind, all_routes()):
            for relation in RELATIONS:
                values_of(route, world, relation)
    return client, world


def relations_of(route: Route, cell: str) -> tuple[str, ...]:
    """What is asked about: "" for a route without objects, "none" for an object that does not exist.

    Who is refused for the sake of the role is asked about the nearest object and an absent one, else about all.
    """
    if kind_behind(route) is None:
        return ("",)
    near = RELATIONS[:1] if cell in ("no", "other") else RELATIONS
    return (*near, "none")


def answers_of(route: Route, client: Client, world: World, cell: str = "") -> Answers:
    """The answers by relation; an address that two relations lead to is asked once."""
    values = {relation: _values(route, world, relation) for relation in relations_of(route, cell)}
    at = {relation: route.address(**each) for relation, each in values.items()}
    asked = {at[relation]: each for relation, each in values.items()}
    answers = {address: ask(client, route, each) for address, each in asked.items()}
    return {relation: answers[address] for relation, address in at.items()}


def _values(route: Route, world: World, relation: str) -> Values:
    return absent_values(route) if relation == "none" else values_of(route, world, relation or "mine")


def faults_of(route: Route, role: str, answers: Answers, table: Table) -> list[str]:
    """What is wrong with the answers of one route to one role."""
    cell, found = table[route.pattern, route.method][role], []
    for relation, answer in answers.items():
        wrong = [*_shown(answer, route, role, table), *_wrong(answer, policy.expected(cell, relation))]
        if relation in RELATIONS and (answer.how == "hidden" or cell == "any"):
            wrong += ["can be told apart from an absent one"] * (answer.body != answers["none"].body)
        found += [f"{route} as {role}, {relation or 'no object'}: {each}" for each in wrong]
    return found


def _wrong(answer: Answer, expected: str) -> list[str]:
    found = []
    if answer.how != expected:
        found.append(f"answered {answer.status} ({answer.how}), not {expected}")
    if answer.how != "open" and answer.wrote:
        found.append(f"refused, yet wrote {sorted(answer.wrote)}")
    return found


def _shown(answer: Answer, route: Route, role: str, table: Table) -> list[str]:
    leaked = sorted(name for name in answer.canaries if not entitled(name, role, table, route))
    return [f"shows {leaked}"] if leaked else []
