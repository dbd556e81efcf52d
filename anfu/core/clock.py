"""The only place that reads the clock. Rules and queries take a date; actions and views ask here."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, with its zone."""
    return timezone.now()


def today() -> date:
    """Today's date in the city."""
    return timezone.localdate()
