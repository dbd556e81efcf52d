"""Two officers at the same pair at the same moment: one decides, the other is told who did."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from anfu.core.models import LedgerEntry
from anfu.core.refusal import Stale
from anfu.people.tests.factories import make_actor
from anfu.registry.actions.duplicates import distinct, merge
from anfu.registry.models import DuplicatePair, Enterprise
from anfu.registry.tests.test_duplicates import make_pair

pytestmark = pytest.mark.django_db(transaction=True)
ON = date(2026, 6, 1)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Runs a function on a connection of its own; on SQLite that needs the database in a file."""

    def run(act: Callable[[], Any]) -> Any:
        if connection.vendor == "sqlite":
            connection.settings_dict = {**connection.settings_dict, "NAME": str(tmp_path / "copy.sqlite3")}
            connection.is_in_memory_db = lambda: False
        try:
            return act()
        finally:
            connection.close()

    def at_once(*acts: Callable[[], Any]) -> list[Any]:
        if connection.vendor == "sqlite" and not (tmp_path / "copy.sqlite3").exists():
            copy = sqlite3.connect(tmp_path / "copy.sqlite3")
            connection.connection.backup(copy)
            copy.close()
        with ThreadPoolExecutor(len(acts)) as pool:
            return [each.result() for each in [pool.submit(run, act) for act in acts]]

    yield at_once


@pytest.mark.parametrize("other", ["the other stays", "they are two"])
def test_one_of_two_decisions_at_once_wins(elsewhere, other):
    pair = make_pair()
    actors = make_actor(username="one"), make_actor(username="two")
    start = Barrier(2)

    def decide(number: int) -> str:
        start.wait(10)
        try:
            if number and other == "they are two":
                distinct(pair.pk, reason="现场核对，是两家", actor=actors[number], on=ON)
            else:
                keep = (pair.first_id, pair.second_id)[number]
                merge(pair.pk, keep=keep, reason="现场核对，是同一家", actor=actors[number], on=ON)
        except Stale as stale:
            return stale.message
        return "done"

    answers = elsewhere(lambda: decide(0), lambda: decide(1))
    assert sorted(answers)[0] == "done"
    assert "测试员" in sorted(answers)[1]

    def look() -> tuple[int, int, str]:
        merged = Enterprise.objects.exclude(merged_into=None).count()
        return (
            merged,
            LedgerEntry.objects.filter(verb__startswith="registry.").count(),
            DuplicatePair.objects.get().state,
        )

    [(merged, entries, state)] = elsewhere(look)
    assert (merged, entries) == ((1, 2) if state == "merged" else (0, 2))
