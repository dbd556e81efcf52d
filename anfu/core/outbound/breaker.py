"""A host that keeps failing is left alone for a while, so that the rest of the outbox does not wait behind it."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from anfu.core import clock
from anfu.core.models import OutboundHost, OutboundPause

MOST, PAUSE = 5, timedelta(minutes=5)


def paused_until(host: OutboundHost) -> str:
    """Until when it is left alone, on the local clock; "" where it may be called."""
    row = OutboundPause.objects.filter(pk=host.pk, until__gt=clock.now()).first()
    return f"{timezone.localtime(row.until):%H:%M}" if row and row.until else ""


def failed(host: OutboundHost) -> None:
    """Once more without an answer; from MOST times in a row on, a pause. After it one failure begins the next."""
    OutboundPause.objects.get_or_create(host=host)
    mine = OutboundPause.objects.filter(pk=host.pk)
    mine.update(failures=F("failures") + 1)
    mine.filter(failures__gte=MOST).update(until=clock.now() + PAUSE)


def answered(host: OutboundHost) -> None:
    """It is well."""
    OutboundPause.objects.filter(pk=host.pk).delete()
