"""Whole years from a day. Pure."""

from datetime import date


def years_after(day: date, years: int) -> date:
    """The same day that many years later (earlier where negative); 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
