"""No route may be missing from the table, and each answers each role as the table says.

After a change of routes: `ANFU_WRITE_ROUTES=1 pytest tests/laws/test_routes.py`, then read the difference.
"""

import os

import pytest
from django.test import Client

from anfu.people.tests.factories import make_user
from tests.laws.routes import WHO, Route, all_routes, answer, read_table, write_table


@pytest.fixture
def clients(db):
    """One signed-in client for each role, and a stranger."""
    found = {"stranger": Client(raise_request_exception=False)}
    for role in WHO[1:]:
        found[role] = Client(raise_request_exception=False)
        found[role].force_login(make_user(role))
    return found


def row_of(route: Route, clients: dict[str, Client]) -> dict[str, str]:
    answers = {who: str(answer(client, route)) for who, client in clients.items()}
    return {"route": route.pattern, "method": route.method, "permission": route.permission, **answers}


def test_every_route_asks_for_a_permission():
    open_routes = {"/", "/api/v1/openapi.json", "/api/v1/docs"}
    assert [r for r in all_routes() if not r.permission and r.pattern not in open_routes] == []


def test_each_route_answers_each_role_as_the_table_says(clients):
    rows = [row_of(route, clients) for route in all_routes()]
    if os.environ.get("ANFU_WRITE_ROUTES"):
        write_table(rows)
    table = read_table()
    assert {(r["route"], r["method"]) for r in rows} == set(table)
    assert [r for r in rows if r != table[r["route"], r["method"]]] == []


def test_no_route_fails_inside(clients):
    assert [r for r in read_table().values() if any(r[who].startswith("5") for who in WHO)] == []


def test_a_stranger_is_sent_to_sign_in_or_refused_everywhere():
    # What is public: hashes and checkpoints, of which `core.tests.test_checkpoint` shows that they hold no entry.
    proofs = {f"/api/v1/ledger/proofs/{kind}" for kind in ("inclusion", "consistency")}
    claiming = {"/claim/", "/claim/code/", "/claim/proof/<str:uscc>/"}
    shown = {"/sign-in/", "/", "/trust/", *claiming, *proofs}
    rows = [r for r in read_table().values() if r["route"] not in shown]
    assert [r for r in rows if r["stranger"] not in ("302", "401", "403", "404", "405")] == []
