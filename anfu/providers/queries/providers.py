"""Who sees which provider, and where providers stood on a day."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from anfu.core.actor import PROVIDER, Actor
from anfu.registry.models import Organisation
from anfu.registry.roster.uscc import clean


def own_or_begun(actor: Actor, at: str = "") -> Q:
    """Those that the actor acts for, and those that it registered and that nobody has accepted yet."""
    found = Q(**{f"{at}pk__in": actor.own(PROVIDER)})
    if actor.user_id is not None:
        found |= Q(**{f"{at}registrant": actor.user_id, f"{at}accepted_on": None})
    return found


def reach(actor: Actor, at: str = "") -> Q:
    """Which providers are an actor's: its territory's and its own; `at` leads to the provider."""
    found = own_or_begun(actor, at)
    if actor.divisions:
        found |= Q(**{f"{at}division__in": actor.divisions})
    return found


def organisation_of(code: str) -> int | None:
    """The organisation of that credit code, registered as an institution or not; whoever knows the code may ask of it."""
    key: int | None = Organisation.objects.filter(uscc=clean(code)).values_list("pk", flat=True).first()
    return key


class ProviderQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those whose papers the actor may read: its territory's and its own."""
        return self if actor.whole_city else self.filter(reach(actor))

    def in_publicity(self, on: date) -> Self:
        """Those that are shown to everybody that day, so that whoever knows better can object."""
        return self.filter(state="publicity", publicity_until__gte=on)

    def standing_on(self, state: str, on: date) -> Self:
        """Those that stood so on that day."""
        return self.filter(
            Q(spells__valid_to=None) | Q(spells__valid_to__gt=on),
            spells__valid_from__lte=on,
            spells__state=state,
        )
