"""Who may read which entries, and what everybody may know of the log."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.core.ledger import checkpoint
from anfu.core.ledger.receipts import encoded
from anfu.core.models import LedgerEntry


def visible_to(actor: Actor) -> QuerySet[LedgerEntry]:
    """All streams for the city, a county's own for its officers, none for others."""
    if actor.whole_city:
        return LedgerEntry.objects.all()
    return LedgerEntry.objects.filter(stream__in=actor.divisions)


def of_subject(actor: Actor, subject: str) -> QuerySet[LedgerEntry]:
    """The entries about one thing (`enterprise:<uscc>`), newest first."""
    return visible_to(actor).filter(subject=subject).order_by("-id")


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest checkpoint as the trust page tells it."""

    size: int
    root: str
    at: datetime
    minutes: int  # its age, in whole minutes
    stale: bool
    waiting: int  # entries that it does not cover


def newest_checkpoint() -> Newest | None:
    """The newest checkpoint with its age; None before the first. Public: it holds no entry."""
    point = checkpoint.newest()
    if point is None:
        return None
    at, now = checkpoint.made_at(point), clock.now()
    return Newest(
        size=point.size,
        root=encoded(point.root),
        at=at,
        minutes=max(int((now - at).total_seconds()) // 60, 0),
        stale=now - at > checkpoint.ALARM,
        waiting=checkpoint.waiting(),
    )
