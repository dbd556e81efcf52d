"""Days that figures are compared with."""

from datetime import date, timedelta


def last_month_end(on: date) -> date:
    """The last day of the month before."""
    return on.replace(day=1) - timedelta(1)


def last_year_end(on: date) -> date:
    """31 December of the year before."""
    return on.replace(month=1, day=1) - timedelta(1)


def next_month(on: date) -> date:
    """The first day of the month after."""
    return (on.replace(day=1) + timedelta(31)).replace(day=1)


def month_ends(on: date, count: int) -> list[date]:
    """`on` and the ends of the `count` - 1 months before it, oldest first."""
    days = [on]
    while len(days) < count:
        days.append(last_month_end(days[-1]))
    return days[::-1]
