"""Writers at the same time lose nothing and count nothing twice."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connections, transaction

from anfu.core.tests.at_once import patient
from anfu.engagements.signals import relations_changed
from anfu.targets.actions import rebuild, refresh
from anfu.targets.models import Cell, Total
from anfu.targets.queries.sums import MEASURES
from anfu.targets.tests.city import add_ground, add_relation, by_hand, make_enterprise

pytestmark = pytest.mark.django_db(transaction=True)
START = date(2024, 1, 1)
THREADS, ROUNDS = 3, 4


def sums(model: type) -> dict[tuple, tuple]:
    keys = ["group", "grain", "day", "division"]
    rows = model.objects.summed(*keys)
    found = {tuple(row[key] for key in keys): tuple(row[f"sum_{name}"] for name in MEASURES) for row in rows}
    return {key: value for key, value in found.items() if any(value)}


def in_threads(work) -> None:
    errors = []

    def run(number: int) -> None:
        try:
            work(number)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_parallel_changes_add_up():
    with by_hand():
        firms = [make_enterprise(n, valid_from=START) for n in range(THREADS * 2)]
        for firm in firms:
            add_ground(firm, "mine", START)
    refresh([firm.pk for firm in firms])

    def work(number: int) -> None:
        for turn in range(ROUNDS):
            # Every second time all meet at the same enterprise.
            firm = firms[0] if turn % 2 else firms[number]
            start = START + timedelta(30 * turn + number)
            patient(lambda firm=firm, start=start, turn=turn: _sign(firm, start, f"{number}-{turn}"))

    in_threads(work)
    kept = sums(Total), sums(Cell)
    rebuild({}, lambda done, total, note="": None)
    assert (sums(Total), sums(Cell)) == kept


@transaction.atomic
def _sign(firm, start: date, number: str) -> None:
    with by_hand():
        add_relation(firm, start, start + timedelta(45), number)
    relations_changed.send(sender=None, enterprises=[firm.pk], on=start)


def test_a_rebuild_among_writers_ends_with_true_figures():
    with by_hand():
        firms = [make_enterprise(n, valid_from=START) for n in range(THREADS)]
    refresh([firm.pk for firm in firms])

    def work(number: int) -> None:
        for turn in range(ROUNDS):
            if number == 0:
                patient(lambda: rebuild({}, lambda done, total, note="": None))
            else:
                start = START + timedelta(30 * turn + number)
                patient(lambda start=start, turn=turn: _sign(firms[number], start, f"{number}-{turn}"))

    in_threads(work)
    kept = sums(Total), sums(Cell)
    rebuild({}, lambda done, total, note="": None)
    assert (sums(Total), sums(Cell)) == kept
