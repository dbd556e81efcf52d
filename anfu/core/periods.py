"""Periods are stored half-open, and people say them with their last day. Pure."""

from datetime import date, timedelta

DAY = timedelta(1)


def last_day(valid_to: date | None) -> date | None:
    """The last day of a period, as papers write it; stored is the first day after it. None: without end."""
    return valid_to and valid_to - DAY


def day_after(last: date | None) -> date | None:
    """What is stored of a period that people say with its last day. None: without end."""
    return last and last + DAY
