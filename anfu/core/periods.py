"""Periods are stored half-open, and people say them with their last day. Pure."""

from datetime import date, timedelta
from typing import TypeVar

DAY = timedelta(1)
Day = TypeVar("Day", date, date | None)


def last_day(valid_to: Day) -> Day:
    """The last day of a period, as papers write it; stored is the first day after it. None: without end."""
    return valid_to and valid_to - DAY


def day_after(last: Day) -> Day:
    """What is stored of a period that people say with its last day. None: without end."""
    return last and last + DAY
