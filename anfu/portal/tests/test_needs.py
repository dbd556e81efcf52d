"""From classes of key objects to kinds of service: dated rows, each with clause and source."""

from datetime import date

import pytest

from anfu.portal.rules.distance import Point, kilometres
from anfu.portal.rules.needs import Membership, needs, rules_on
from anfu.providers.kinds import ServiceKind
from anfu.targeting.groups import CLASSES
from anfu.targeting.models.finding import GROUNDS

pytestmark = pytest.mark.once
ON = date(2026, 6, 1)
# Class 1 is known by its grounds.
ALL = {*GROUNDS, *CLASSES, "programme"} - {"class_1"}


def test_every_class_and_ground_calls_for_known_services_with_clause_and_source():
    rules = rules_on(ON)
    assert set(rules) == ALL
    for rule in rules.values():
        assert rule.services and set(rule.services) <= set(ServiceKind.values)
        assert rule.clause.startswith("二(一)") and rule.source


@pytest.mark.parametrize(
    ("on", "words"),
    [(date(2020, 1, 1), "五条规定"), (date(2021, 8, 31), "五条规定"), (date(2021, 9, 1), "第6号")],
)
def test_the_row_of_the_day_counts(on, words):
    assert words in rules_on(on)["combustible_dust"].source


def test_before_the_first_policy_nothing_is_called_for():
    assert needs([Membership("mine", "矿山", True)], date(2015, 12, 31)) == ()


def test_a_need_is_confirmed_by_one_confirmed_reason_and_else_shown_as_presumed():
    found = {
        need.service: need
        for need in needs(
            [Membership("spraying", "喷涂", False), Membership("class_3", "职业病危害", True)], ON
        )
    }
    assert found["occ_health"].confirmed and len(found["occ_health"].because) == 2
    assert not found["consult"].confirmed
    assert list(found) == [kind for kind in ServiceKind.values if kind in found]


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        (Point(120.05, 28.89), Point(120.05, 28.89), 0),
        (Point(120.05, 28.89), Point(120.08, 29.31), 47),
        (Point(119.57, 29.09), Point(120.45, 29.05), 86),
    ],
)
def test_distances_are_whole_kilometres_and_the_same_both_ways(a, b, km):
    assert kilometres(a, b) == kilometres(b, a) == km
