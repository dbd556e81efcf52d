"""The only place that reads the clock. Rules and queries take a date; actions and views ask here."""

from datetime import date, datetime

from django.utils import timezone

# Every number of the policy is known from this day on; no figure of a day before it can be reckoned.
FIRST_DAY = date(2016, 1, 1)
# No later day is meant by anybody; reckoning with it stays within the calendar.
LAST_DAY = date(2100, 12, 31)


def now() -> datetime:
    """This moment, with its zone."""
    return timezone.now()


def today() -> date:
    """Today's date in the city."""
    return timezone.localdate()


def known_day(asked: date | None) -> date:
    """The day that somebody asks about: today where none is given or it is still to come, never before FIRST_DAY."""
    return max(FIRST_DAY, min(asked or today(), today()))
