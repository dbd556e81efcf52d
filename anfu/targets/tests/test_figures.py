"""The arithmetic of figures: gaps, forecasts, cut-off percentages, month ends."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anfu.targets.days import last_month_end, last_year_end, month_ends
from anfu.targets.figures import Figure, gap, percent, reached_on

ON = date(2026, 11, 23)


def test_nobody_in_scope_has_no_rate_and_no_forecast():
    nobody = Figure()
    assert nobody.rate_bp is None and nobody.newly_bp is None
    assert reached_on(nobody, nobody, 5000, ON) is None


@pytest.mark.parametrize(("bp", "shown"), [(9999, "99.9"), (10000, "100.0"), (5, "0.0"), (5210, "52.1")])
def test_percentages_are_cut_off(bp, shown):
    assert percent(bp) == shown


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(0, 10_000))
def test_closing_the_gap_reaches_the_target_and_one_less_does_not(in_scope, covered, target):
    covered = min(covered, in_scope)
    missing = gap(covered, in_scope, target)
    assert (covered + missing) * 10_000 >= in_scope * target
    assert missing == 0 or (covered + missing - 1) * 10_000 < in_scope * target


def test_the_target_is_reached_when_the_progress_of_ninety_days_goes_on():
    now, before = Figure(100, 40), Figure(100, 30)
    assert reached_on(now, before, 5000, ON) == date(2027, 2, 21)
    assert reached_on(now, before, 4000, ON) == ON
    assert reached_on(now, now, 5000, ON) is None
    assert reached_on(before, now, 5000, ON) is None
    assert reached_on(Figure(100_000, 40_001), Figure(100_000, 40_000), 10_000, ON) is None


def test_days_of_comparison():
    assert last_month_end(date(2026, 3, 1)) == date(2026, 2, 28)
    assert last_year_end(ON) == date(2025, 12, 31)
    assert month_ends(date(2026, 3, 31), 3) == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
