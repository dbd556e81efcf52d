"""Who may read which entries."""

from django.db.models import QuerySet

from anfu.core.actor import Actor
from anfu.core.models import LedgerEntry


def visible_to(actor: Actor) -> QuerySet[LedgerEntry]:
    """All streams for the city, a county's own for its officers, none for others."""
    if actor.whole_city:
        return LedgerEntry.objects.all()
    return LedgerEntry.objects.filter(stream__in=actor.divisions)


def of_subject(actor: Actor, subject: str) -> QuerySet[LedgerEntry]:
    """The entries about one thing (`enterprise:<uscc>`), newest first."""
    return visible_to(actor).filter(subject=subject).order_by("-id")
