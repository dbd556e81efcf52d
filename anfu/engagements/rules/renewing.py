"""What a renewed contract's days would be: those that follow, for as long as before. Pure."""

from datetime import date

from anfu.core.periods import day_after, last_day
from anfu.core.years import months_after


def next_period(first: date, last: date) -> tuple[date, date]:
    """The first and the last day after a period: whole months stay whole months, anything else has as many days."""
    start = day_after(last)
    months = (start.year - first.year) * 12 + start.month - first.month
    if months_after(first, months) == start:
        return start, last_day(months_after(start, months))
    return start, start + (last - first)
