"""T33, T05: guessing is slowed; nobody can use that to keep somebody out."""

import re
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from anfu.core import clock
from anfu.core.models import Budget
from anfu.people.signin import budget
from anfu.people.signin.budget import Limit, Slowed

FEW = Limit("few", burst=3, seconds=10)


@pytest.fixture
def at(monkeypatch):
    """`at(12)`: it is 12 seconds after the start."""
    start = clock.now()

    def set_to(seconds: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: start + timedelta(seconds=seconds))

    set_to(0)
    return set_to


def allowed(who: str = "x", limit: Limit = FEW) -> bool:
    try:
        budget.take([(limit, who)])
    except Slowed:
        return False
    return True


def test_a_few_at_once_then_one_in_a_while(db, at):
    assert [allowed() for _ in range(5)] == [True, True, True, False, False]
    at(10)
    assert [allowed() for _ in range(2)] == [True, False]
    at(1000)
    assert [allowed() for _ in range(4)] == [True, True, True, False]


def test_hammering_does_not_lengthen_the_wait(db, at):
    for _ in range(3):
        allowed()
    waits = []
    for _ in range(50):
        with pytest.raises(Slowed) as slowed:
            budget.take([(FEW, "x")])
        waits.append(slowed.value.seconds)
    assert set(waits) == {10}


def test_what_one_key_refuses_costs_the_others_nothing(db, at):
    other = Limit("other", burst=1, seconds=60)
    budget.take([(other, "y")])
    for _ in range(5):
        with pytest.raises(Slowed):
            budget.take([(FEW, "x"), (other, "y")])
    assert [allowed() for _ in range(3)] == [True, True, True]


def test_a_right_try_costs_nothing(db, at):
    for _ in range(20):
        budget.take([(FEW, "x")])
        budget.give_back([(FEW, "x")])


@given(waits=st.lists(st.integers(0, 40), min_size=1, max_size=40))
def test_never_more_than_the_burst_and_one_each_step(waits):
    """The formula itself: whatever the times, no window holds more than burst + window / seconds."""
    free_at, now, taken = 0, 10**6, []
    for wait in waits:
        now += wait * 1000
        if free_at <= now + FEW.ahead:
            free_at = max(free_at, now) + FEW.seconds * 1000
            taken.append(now)
    for i, first in enumerate(taken):
        for n, last in enumerate(taken[i:], 1):
            assert n <= FEW.burst + (last - first) / (FEW.seconds * 1000)


def test_the_table_names_nobody(db):
    budget.take([(FEW, "lu")])
    assert "lu" not in Budget.objects.get().key


@pytest.mark.django_db(transaction=True)
def test_parallel_tries_do_not_overdraw():
    results: list[bool] = []
    barrier = threading.Barrier(12)

    def one() -> None:
        barrier.wait()
        results.append(allowed("parallel", Limit("p", burst=4, seconds=1000)))
        connection.close()

    if connection.vendor == "sqlite":
        pytest.skip(
            "the suite's SQLite is in memory, one connection; test_parallel_processes covers the file"
        )
    threads = [threading.Thread(target=one) for _ in range(12)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert sorted(results) == [False] * 8 + [True] * 4


def test_the_manual_says_the_numbers_that_hold(settings):
    manual = (Path(settings.PACKAGE).parent / "docs" / "operations" / "signin.md").read_text("utf-8")
    told = re.findall(r"\| (\d+) \| (\d+) \|$", manual, re.M)
    held = [
        budget.ACCOUNT,
        budget.ACCOUNT_FROM_NETWORK,
        budget.NETWORK,
        budget.DEVICE,
        budget.SECOND,
        budget.SECOND_OF_ACCOUNT,
        budget.AGAIN,
    ]
    assert told == [(str(limit.burst), str(limit.seconds)) for limit in held]
