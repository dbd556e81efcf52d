"""The reads: one firm's explanation and many firms' intervals from the same database, at a fixed cost."""

from datetime import date, timedelta

import polars as pl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anfu.registry.tests.factories import make_enterprise, make_version
from anfu.targeting.queries.facts import explanation_on
from anfu.targeting.queries.intervals import class_intervals
from anfu.targeting.queries.neighbours import neighbours_of
from anfu.targeting.rules.periods import FAR
from anfu.targeting.tests.factories import JUNE, make_accident, make_finding, make_listing, make_programme

pytestmark = pytest.mark.django_db
PLACE = {"address": "永康市经济开发区金山东路11号", "employees": 68}


@pytest.fixture
def town():
    """Three firms at one address, the first with everything that makes a key object."""
    first, second, third = (make_enterprise(**PLACE) for _ in range(3))
    make_version(second, date(2020, 1, 1), date(2024, 1, 1), **PLACE, name="旧名")
    make_finding(first, state="confirmed", valid_to=date(2026, 9, 1))
    make_finding(first, "spraying")
    make_listing(first, delisted_on=date(2026, 8, 1))
    make_accident(first)
    make_programme([["employees", "at_most", 100]])
    return first, second, third


def groups_on(intervals, firm, on):
    begun = (pl.col("valid_from") <= on) & (pl.col("valid_to").fill_null(FAR) > on)
    return set(intervals.filter(pl.col("enterprise_id") == firm.pk, begun)["group"])


def test_the_explanation_and_the_intervals_agree_on_every_turning_day(town):
    intervals = class_intervals([firm.pk for firm in town])
    turns = {day for name in ("valid_from", "valid_to") for day in intervals[name] if day}
    for on in sorted(turns | {day - timedelta(days=1) for day in turns}):
        for firm in town:
            assert groups_on(intervals, firm, on) == explanation_on(firm, on).groups, (firm, on)


def test_the_first_firm_is_in_every_class_that_its_facts_say(town):
    first = town[0]
    assert {"class_1", "class_2", "class_4", "class_5", "combustible_dust"} <= explanation_on(
        first, JUNE
    ).groups
    assert "spraying" not in explanation_on(first, JUNE).groups


def test_intervals_cost_the_same_for_one_and_for_many(town):
    def cost(firms):
        with CaptureQueriesContext(connection) as seen:
            class_intervals([firm.pk for firm in firms])
        return len(seen)

    assert cost(town[:1]) == cost(town) == 7


def test_nobody_asked_gives_an_empty_frame_of_the_same_columns():
    assert class_intervals([]).columns == ["enterprise_id", "group", "valid_from", "valid_to"]


def test_neighbours_are_those_who_sit_where_it_is_or_was(town):
    moved = make_enterprise(address="永康市别处路1号")
    make_version(moved, date(2020, 1, 1), date(2024, 1, 1), **PLACE, name="旧名")
    assert neighbours_of([moved.pk]) == sorted(firm.pk for firm in town)
