"""Who sees which provider."""

from typing import Self

from django.db import models
from django.db.models import Q

from anfu.core.actor import PROVIDER, Actor


def reach(actor: Actor, at: str = "") -> Q:
    """Which providers are an actor's: its territory's and its own; `at` leads to the provider."""
    own = Q(**{f"{at}pk__in": actor.own(PROVIDER)})
    if actor.divisions:
        own |= Q(**{f"{at}division__in": actor.divisions})
    return own


class ProviderQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those whose papers the actor may read: its territory's and its own."""
        return self if actor.whole_city else self.filter(reach(actor))
