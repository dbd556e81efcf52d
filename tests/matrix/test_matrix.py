"""Each role asks every route about everything; the table says what must come. T22, T23, T25.

After a change of routes: `ANFU_WRITE_POLICY=new pytest -n0 tests/matrix` adds the rows of new routes (`=all` writes every
row anew); then read the difference as a reviewer.
"""

import os

import pytest
from django.db import connection

from tests.matrix import policy
from tests.matrix.judging import answers_of, entered, faults_of
from tests.matrix.routes import all_routes
from tests.matrix.world import ROLES, STRANGER

WRITES = os.environ.get("ANFU_WRITE_POLICY", "")
# Every role on one database; on the other some of each reach, since rules do not know the database and queries do.
ON_POSTGRESQL = (STRANGER, "county_officer", "enterprise_owner")


@pytest.mark.parametrize("role", ROLES)
def test_t22_t23_t25_every_route_answers_as_the_table_says_and_shows_nothing_else(db, role, record_property):
    if connection.vendor == "postgresql" and role not in ON_POSTGRESQL:
        pytest.skip("asked on SQLite")
    client, world = entered(role)
    seen, faults, table, cells = {}, [], policy.read(), 0
    for route in all_routes():
        cell = table.get((route.pattern, route.method), {}).get(role, "")
        if WRITES == "new" and cell:
            continue
        answers = answers_of(route, client, world, "" if WRITES else cell)
        cells += len(answers)
        seen[route.pattern, route.method] = {role: policy.cell_of({r: a.how for r, a in answers.items()})}
        faults += [] if WRITES else faults_of(route, role, answers, table)
    if WRITES:
        policy.write(seen, all_routes())
    record_property("cells", cells)
    assert not faults, "\n".join(faults)


def test_no_route_is_missing_from_the_table_and_no_row_has_lost_its_route():
    routes = {(route.pattern, route.method): route.permission for route in all_routes()}
    table = policy.read()
    assert set(table) == set(routes)
    assert {key: row["permission"] for key, row in table.items()} == routes


def test_every_cell_of_the_table_is_a_word_of_the_table():
    words = {*policy.REACH, *policy.OTHER}
    assert [
        (key, role) for key, row in policy.read().items() for role in ROLES if row[role] not in words
    ] == []


def test_every_route_asks_for_a_permission():
    """Only the start page asks for none: it sends everybody to where they may be."""
    assert {route.pattern for route in all_routes() if not route.permission} == {"/"}
