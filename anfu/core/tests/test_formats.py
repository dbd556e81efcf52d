from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anfu.core.web import formats
from anfu.core.web.formats import GAP, NOTHING


@pytest.mark.parametrize(
    "write",
    [
        formats.money,
        formats.count,
        formats.percent,
        formats.points,
        formats.day,
        formats.moment,
        formats.month,
    ],
)
def test_nothing_known_is_a_dash_and_never_zero(write):
    assert write(None) == NOTHING


def test_money_is_written_in_yuan_with_its_unit():
    assert formats.money(500000) == f"5,000.00{GAP}元"
    assert formats.money(-105) == f"-1.05{GAP}元"
    assert formats.money(0) == f"0.00{GAP}元"


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_no_fen_is_lost_in_writing(fen):
    text = formats.money(fen).removesuffix(f"{GAP}元").replace(",", "").replace(".", "")
    assert int(text) == fen


def test_counts_carry_their_unit():
    assert formats.count(1702, "家") == f"1,702{GAP}家"
    assert formats.count(0) == "0"


def test_percentages_have_one_decimal_and_round_halves_up():
    assert formats.percent(0.521) == "52.1%"
    assert formats.percent(0.9005) == "90.1%"
    assert formats.percent(1) == "100.0%"
    assert formats.points(0.034) == f"+3.4{GAP}个百分点"
    assert formats.points(-0.034) == f"-3.4{GAP}个百分点"


def test_a_moment_is_shown_on_the_local_clock():
    late = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
    assert formats.moment(late) == "2026-11-24 01:30"
    assert formats.day(late) == "2026-11-24"


@pytest.mark.parametrize(
    ("deadline", "words", "kind"),
    [
        (date(2026, 11, 17), f"逾期{GAP}6{GAP}天", "bad"),
        (date(2026, 11, 23), "今天", "warn"),
        (date(2026, 11, 26), f"还有{GAP}3{GAP}天", "warn"),
        (date(2026, 12, 1), f"还有{GAP}8{GAP}天", "mute"),
        (None, NOTHING, "mute"),
    ],
)
def test_a_deadline_is_told_from_the_day_looked_at(deadline, words, kind):
    on = date(2026, 11, 23)
    assert formats.remaining(deadline, on) == words
    assert formats.urgency(deadline, on) == kind


def test_a_period_may_be_open_at_either_end():
    start, end = date(2026, 5, 1), date(2027, 4, 30)
    assert formats.period(start, end) == "2026-05-01 至 2027-04-30"
    assert formats.period(start, None) == f"2026-05-01{GAP}起"
    assert formats.period(None, end) == f"到{GAP}2027-04-30"
    assert formats.period(None, None) == NOTHING
