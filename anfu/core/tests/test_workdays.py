from datetime import date

import pytest

from anfu.core import calendar_text, workdays
from anfu.core.refusal import Refused
from anfu.people.tests.factories import make_actor

ON = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 10, 1), False),
        (date(2024, 10, 12), True),
        (date(2024, 10, 8), True),
        (date(2024, 11, 23), False),
    ],
)
def test_holidays_and_make_up_days_follow_the_yearly_notice(db, day, works):
    assert workdays.is_workday(day) is works


def test_a_deadline_skips_the_national_holiday(db):
    assert workdays.add_workdays(date(2024, 9, 30), 1) == date(2024, 10, 8)
    assert workdays.workdays_between(date(2024, 9, 30), date(2024, 10, 8)) == 1
    assert workdays.workdays_between(date(2024, 10, 8), date(2024, 9, 30)) == -1


def test_a_year_nobody_knows_is_an_error_and_not_a_guess(db):
    with pytest.raises(workdays.OutsideCalendar, match="2050"):
        workdays.is_workday(date(2050, 3, 1))


def test_a_loaded_year_is_used(db):
    days = calendar_text.parse_days("2050-03-01 放假 植树\n2050-03-05，上班\n")
    workdays.load_year(2050, days, source="测试通知", actor=make_actor(), on=ON)
    assert not workdays.is_workday(date(2050, 3, 1))
    assert workdays.is_workday(date(2050, 3, 5))
    assert workdays.is_workday(date(2050, 3, 2))


@pytest.mark.parametrize("text", ["2050-13-01 放假", "明天 放假", "2050-03-01 也许"])
def test_a_line_that_cannot_be_read_is_named(text):
    with pytest.raises(Refused, match="第 2 行"):
        calendar_text.parse_days(f"2050-01-01 放假 元旦\n{text}")


@pytest.mark.parametrize(("role", "year"), [("county_officer", 2050), ("city_admin", 2049)])
def test_a_year_is_loaded_only_by_the_administrator_and_only_with_its_own_days(db, role, year):
    with pytest.raises(Refused):
        workdays.load_year(year, {date(2050, 1, 1): (False, "")}, source="x", actor=make_actor(role), on=ON)
