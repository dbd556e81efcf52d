"""The maintained figures are the figures that a plain count of the facts gives, on any day of any city."""

import random
from collections import defaultdict
from datetime import date, timedelta

import pytest

from anfu.targeting.queries.intervals import class_intervals
from anfu.targets import slow
from anfu.targets.actions import rebuild, refresh
from anfu.targets.figures import Figure
from anfu.targets.groups import BY_BIT
from anfu.targets.models import Cell, Span, Total
from anfu.targets.queries.sums import MEASURES
from anfu.targets.tests.city import START, add_relation, by_hand, random_city

pytestmark = pytest.mark.django_db
DAYS = [START + timedelta(n) for n in (0, 30, 200, 364, 365, 366, 500, 729, 730, 731, 900, 1100, 1500, 2600)]


def classes_of(enterprise: int, on: date) -> set[str]:
    frame = class_intervals([enterprise])
    return {
        row["group"]
        for row in frame.iter_rows(named=True)
        if row["valid_from"] <= on and (row["valid_to"] is None or row["valid_to"] > on)
    }


def maintained(on: date) -> dict[tuple[str, str, str, str], Figure]:
    rows = Cell.objects.until(on, list(BY_BIT)).summed("group", "division", "sector", "size_class")
    found = {
        (BY_BIT[row["group"]].code, row["division"], row["sector"], row["size_class"]): Figure(
            *(row[f"sum_{name}"] for name in MEASURES)
        )
        for row in rows
    }
    return {key: figure for key, figure in found.items() if figure != Figure()}


def totals(on: date) -> dict[tuple[str, str], Figure]:
    rows = Total.objects.until(on, list(BY_BIT)).summed("group", "division")
    found = {
        (BY_BIT[row["group"]].code, row["division"]): Figure(*(row[f"sum_{name}"] for name in MEASURES))
        for row in rows
    }
    return {key: figure for key, figure in found.items() if figure != Figure()}


def assert_true_on(days: list[date], classes: slow.ClassesOf = classes_of) -> None:
    for on in days:
        expected = slow.coverage(on, classes)
        assert maintained(on) == expected, on
        by_place: dict[tuple[str, str], Figure] = defaultdict(Figure)
        for (group, division, _, _), figure in expected.items():
            by_place[group, division] += figure
        assert totals(on) == by_place, on


@pytest.mark.parametrize("seed", range(4))
def test_figures_equal_the_slow_count_on_a_random_city(seed):
    refresh(random_city(seed, 15))
    assert_true_on(DAYS)


@pytest.mark.parametrize("seed", [11, 12])
def test_figures_equal_what_the_explanations_of_each_day_say(seed):
    refresh(random_city(seed, 12))
    assert_true_on(DAYS[2:12:2], slow.explained)


def test_figures_stay_equal_while_facts_change_bit_by_bit():
    chance = random.Random(9)
    ids = random_city(9, 12)
    for part in (ids[:5], ids[3:], ids):
        refresh(part)
    with by_hand():
        for span in Span.objects.order_by("?")[:6]:
            start = START + timedelta(chance.randint(0, 900))
            add_relation(span.enterprise, start, start + timedelta(200))
            refresh([span.enterprise_id])
    assert_true_on(DAYS[::3])


def test_refreshing_twice_changes_nothing():
    ids = random_city(3, 10)
    refresh(ids)
    before = sorted(Span.objects.values_list())
    assert refresh(ids) == 0
    assert sorted(Span.objects.values_list()) == before


def test_a_rebuild_gives_the_same_and_mends_what_was_broken():
    refresh(random_city(4, 12))
    sound = maintained(DAYS[8])
    Cell.objects.update(in_scope=7)
    Total.objects.all().delete()
    Span.objects.filter(covered=True).update(covered=False)
    rebuild({}, lambda done, total, note="": None)
    assert maintained(DAYS[8]) == sound
    assert_true_on(DAYS[6:9])


def test_a_rebuild_from_nothing_fills_everything():
    random_city(5, 10)
    result = rebuild({}, lambda done, total, note="": None)
    assert result["enterprises"] == 10
    assert_true_on(DAYS[5:9])
