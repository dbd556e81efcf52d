"""Recusal from dated declarations: by day, by kind, with its reason."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anfu.core.years import years_after
from anfu.experts.rules.recusal import Declared, recusals

pytestmark = pytest.mark.once
FIRM, OTHER = 7, 8
JAN_1 = date(2020, 1, 1)


@pytest.mark.parametrize(
    ("case", "declared", "on", "kinds"),
    [
        ("works there", Declared("employment", FIRM, JAN_1), date(2026, 6, 1), ["employment"]),
        ("before it began", Declared("employment", FIRM, JAN_1), date(2019, 12, 31), []),
        ("the first day", Declared("employment", FIRM, JAN_1), JAN_1, ["employment"]),
        ("left two years ago", Declared("employment", FIRM, JAN_1, date(2024, 6, 1)), date(2026, 6, 1), ["employment"]),
        ("the last day of three years", Declared("shareholding", FIRM, JAN_1, date(2023, 6, 2)), date(2026, 6, 1),
         ["shareholding"]),
        ("three years are over", Declared("shareholding", FIRM, JAN_1, date(2023, 6, 1)), date(2026, 6, 1), []),
        ("kin works there", Declared("kinship", FIRM, JAN_1), date(2026, 6, 1), ["kinship"]),
        ("kin has left", Declared("kinship", FIRM, JAN_1, date(2026, 5, 1)), date(2026, 6, 1), []),
        ("another party", Declared("employment", OTHER, JAN_1), date(2026, 6, 1), []),
        ("from a leap day", Declared("employment", FIRM, JAN_1, date(2021, 3, 1)), date(2024, 2, 29), ["employment"]),
    ],
)  # fmt: skip
def test_T10_who_is_tied_to_a_party_stays_away_and_is_told_why(case, declared, on, kinds):
    found = recusals([declared], [FIRM], on, years=3)
    assert [each.kind for each in found] == kinds, case
    assert all(each.clause == "二(二)1" and "第九条" in each.reason for each in found)


days = st.dates(date(2015, 1, 1), date(2028, 1, 1))


@given(days, st.integers(1, 4000), days, st.sampled_from(["employment", "shareholding"]), st.integers(1, 10))
def test_it_holds_from_its_first_day_until_the_years_are_over(begin, length, on, kind, years):
    over = begin + timedelta(length)
    held = bool(recusals([Declared(kind, FIRM, begin, over)], [FIRM], on, years=years))
    assert held == (begin <= on and years_after(on, -years) < over)


@given(
    st.lists(st.tuples(days, st.sampled_from(["employment", "kinship"]), st.integers(1, 3)), max_size=6), days
)
def test_more_declarations_never_take_a_reason_away(facts, on):
    declared = [Declared(kind, party, begin) for begin, kind, party in facts]
    whole = set(recusals(declared, [1, 2], on, years=3))
    assert all(set(recusals(declared[:n], [1, 2], on, years=3)) <= whole for n in range(len(declared)))
