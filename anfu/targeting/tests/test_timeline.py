"""What is said of one firm on one day, and of many over all time, is the same."""

from datetime import date, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from anfu.core.years import years_after
from anfu.targeting.rules.explain import explain
from anfu.targeting.rules.periods import FAR
from anfu.targeting.rules.rows import Rows
from anfu.targeting.rules.timeline import timeline
from anfu.targeting.tests.worlds import FIRMS, days, facts_of, worlds


def groups_on(intervals: pl.DataFrame, firm: int, on: date) -> set[str]:
    begun = (pl.col("valid_from") <= on) & (pl.col("valid_to").fill_null(FAR) > on)
    return set(intervals.filter(pl.col("enterprise_id") == firm, begun)["group"].to_list())


def turning_days(rows: Rows) -> list[date]:
    """Every day on which something may begin or end, and the day before it."""
    marks = {day for frame in (rows.versions, rows.confirmed, rows.listings) for day in frame["valid_from"]}
    marks |= {
        day for frame in (rows.versions, rows.confirmed, rows.listings) for day in frame["valid_to"] if day
    }
    marks |= {years_after(day, n) for day in rows.accidents["happened_on"] for n in (0, 1, 3)}
    marks |= {row[2] for row in rows.parameters} | {date(2016, 1, 1)}
    return sorted(marks | {day - timedelta(days=1) for day in marks})


@settings(max_examples=40, deadline=None)
@given(worlds(), st.lists(days, max_size=3))
def test_intervals_say_of_each_day_what_the_explanation_says(rows: Rows, further: list[date]) -> None:
    intervals = timeline(rows)
    for on in [*turning_days(rows), *further]:
        for firm in FIRMS:
            facts, terms = facts_of(rows, firm, on)
            assert groups_on(intervals, firm, on) == explain(facts, terms, on=on).groups, (firm, on)


@settings(max_examples=15, deadline=None)
@given(worlds())
def test_periods_of_one_group_neither_overlap_nor_touch(rows: Rows) -> None:
    found = timeline(rows).sort("enterprise_id", "group", "valid_from")
    before = pl.col("valid_to").shift(1).over("enterprise_id", "group")
    assert found.filter(before >= pl.col("valid_from")).is_empty()
    assert found.filter(pl.col("valid_to") <= pl.col("valid_from")).is_empty()
