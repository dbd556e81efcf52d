"""Who sees which provider, and where providers stood on a day."""

from datetime import date
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

    def standing_on(self, state: str, on: date) -> Self:
        """Those that stood so on that day."""
        return self.filter(
            Q(spells__valid_to=None) | Q(spells__valid_to__gt=on),
            spells__valid_from__lte=on,
            spells__state=state,
        )
