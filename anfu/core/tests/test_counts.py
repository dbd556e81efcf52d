"""What the rail counts is kept as SQL for an actor and a day: nothing else may decide it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anfu.core import clock
from anfu.core.web import counts, navigation
from anfu.people.actors import actor_of
from anfu.people.roles import Role
from anfu.people.tests.factories import make_user


def wanted():
    entries = navigation.registered()
    asked = {e.url_name: e.count for e in entries} | {f"{e.url_name}!": e.overdue for e in entries}
    return {name: ask for name, ask in asked.items() if ask}


def statement(actor):
    counts._in_sql.cache_clear()
    return counts._in_sql(actor, clock.today(), connection.vendor, tuple(wanted().items()))


@pytest.mark.parametrize("role", Role.values)
def test_writing_down_what_is_counted_asks_nothing_and_gives_the_same_at_every_hour(db, monkeypatch, role):
    actor = actor_of(make_user(role))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        early = statement(actor)
    assert [each["sql"] for each in asked] == []
    late = clock.now().replace(hour=15, minute=59, second=59)  # of the same day in China
    monkeypatch.setattr(clock, "now", lambda: late)
    assert statement(actor) == early and early[0]


def test_another_day_is_counted_by_its_own_statement(db, monkeypatch):
    actor = actor_of(make_user("county_officer"))
    first = statement(actor)
    tomorrow = clock.today().replace(year=clock.today().year + 1)
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    assert counts._in_sql(actor, tomorrow, connection.vendor, tuple(wanted().items())) != first
