"""A person's own views of the enterprise list."""

from django.db.models import QuerySet

from anfu.core.actor import Actor
from anfu.registry.models import SavedView


def own(actor: Actor) -> QuerySet[SavedView]:
    """In the order in which they were saved."""
    return SavedView.objects.filter(owner_id=actor.user_id, page="enterprises").order_by("id")


def current(actor: Actor, asked: str) -> SavedView | None:
    """The own view that an address names."""
    return own(actor).filter(pk=int(asked)).first() if asked.isdecimal() else None
