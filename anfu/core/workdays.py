"""Working days: the State Council's yearly notices, from chinesecalendar or from a table that the operator loads."""

from datetime import date, timedelta

import chinese_calendar
from django.db import transaction

from anfu.core import ledger
from anfu.core.actor import Actor
from anfu.core.models import SpecialDay
from anfu.core.refusal import Refused


class OutsideCalendar(Refused):
    """Neither the library nor a loaded table knows the year's holidays."""

    def __init__(self, day: date) -> None:
        super().__init__(
            f"还没有 {day.year} 年的放假安排，算不出工作日。请管理员在“参数”页载入国务院办公厅当年的通知。"
        )


def is_workday(day: date) -> bool:
    """Whether offices work that day; OutsideCalendar where nobody knows."""
    loaded = _loaded(day.year)
    if loaded is not None:
        return loaded[day] if day in loaded else day.weekday() < 5
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        raise OutsideCalendar(day) from None


def add_workdays(day: date, count: int) -> date:
    """The day that is `count` working days after `day` (the day itself does not count)."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day


def workdays_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; negative where `end` lies before."""
    if end < start:
        return -workdays_between(end, start)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_workday(day) for day in days)


@transaction.atomic
def load_year(year: int, days: dict[date, tuple[bool, str]], *, source: str, actor: Actor, on: date) -> int:
    """Replace a year's table: {day: (works, name)}; the days not named follow the week."""
    if not actor.may("core.set_parameter"):
        raise Refused("只有市级管理员能载入放假安排。")
    if not days or any(day.year != year for day in days):
        raise Refused(f"表里要有、而且只能有 {year} 年的日子。没有载入。")
    SpecialDay.objects.filter(day__year=year).delete()
    SpecialDay.objects.bulk_create(
        SpecialDay(day=day, works=works, name=name, source=source) for day, (works, name) in days.items()
    )
    listed = {day.isoformat(): works for day, (works, _) in days.items()}
    ledger.record("core.calendar_loaded", f"calendar:{year}", actor=actor, on=on, after={"days": listed})
    return len(days)


def loaded_years() -> list[int]:
    """The years whose table an operator has loaded."""
    years = SpecialDay.objects.values_list("day__year", flat=True).distinct()
    return sorted(set(years))


def _loaded(year: int) -> dict[date, bool] | None:
    rows = SpecialDay.objects.filter(day__year=year).values_list("day", "works")
    return dict(rows) or None
