"""Working days for deadlines: where nobody knows a year's holidays yet, Monday to Friday.

An action must not fail because next year's notice is not out; the deadline then is at worst a few days early.
"""

from datetime import date, timedelta

from anfu.core import parameters, workdays
from anfu.core.workdays import OutsideCalendar


def after(day: date, count: int) -> date:
    """The day that is so many working days after."""
    while count > 0:
        day += timedelta(days=1)
        count -= works(day)
    return day


def between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; negative where `end` lies before."""
    if end < start:
        return -between(end, start)
    return sum(works(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def works(day: date) -> bool:
    """Whether offices work that day."""
    try:
        return workdays.is_workday(day)
    except OutsideCalendar:
        return day.weekday() < 5


def due_on(kind: str, division: str, begun_on: date) -> date | None:
    """The deadline by the kind's parameter `due.<kind>` (working days) in force that day; None where it has none."""
    values = parameters.table(on=begun_on)
    days = values.get((f"due.{kind}", division), values.get((f"due.{kind}", "")))
    return None if days is None else after(begun_on, days)
