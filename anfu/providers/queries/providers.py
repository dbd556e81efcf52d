"""Who sees which provider, and where providers stood on a day."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from anfu.core.actor import PROVIDER, Actor


def reach(actor: Actor, at: str = "") -> Q:
    """Which providers are an actor's: its territory's, its own, those it is registering; `at` leads to the provider."""
    own = Q(**{f"{at}pk__in": actor.own(PROVIDER)})
    if actor.divisions:
        own |= Q(**{f"{at}division__in": actor.divisions})
    if actor.user_id is not None:
        own |= Q(**{f"{at}registrant": actor.user_id})
    return own


class ProviderQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those whose papers the actor may read: its territory's, its own, those it is registering."""
        return self if actor.whole_city else self.filter(reach(actor))

    def public_on(self, on: date) -> Self:
        """Those of which the public may know on that day: listed, suspended or removed."""
        return self.filter(Q(spells__valid_to=None) | Q(spells__valid_to__gt=on), spells__valid_from__lte=on)

    def standing_on(self, state: str, on: date) -> Self:
        """Those that stood so on that day."""
        return self.filter(
            Q(spells__valid_to=None) | Q(spells__valid_to__gt=on),
            spells__valid_from__lte=on,
            spells__state=state,
        )
