"""Who sees which contract: the parties always, offices only what was signed."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from anfu.core.actor import ENTERPRISE, PROVIDER, Actor

NONE = Q(pk__in=())


def reach(actor: Actor, at: str = "") -> Q:
    """Which contracts an actor sees; `at` leads to the contract. A draft is the parties' own (T20)."""
    signed = Q(**{f"{at}signed_at__isnull": False})
    if actor.whole_city:
        return signed
    if actor.divisions:
        place = Q(**{f"{at}enterprise__division__in": actor.divisions})
        return signed & (place | Q(**{f"{at}enterprise__waiting_at__in": actor.divisions}))
    if actor.towns:
        return signed & Q(**{f"{at}enterprise__town__in": actor.towns})
    return _own(actor, at)


def _own(actor: Actor, at: str) -> Q:
    """Those in which the actor's own organisation is served, serves or pays."""
    if not actor.organisations:
        return NONE
    own = Q(**{f"{at}enterprise__in": actor.own(ENTERPRISE)}) | Q(
        **{f"{at}provider__in": actor.own(PROVIDER)}
    )
    return own | Q(**{f"{at}payer__in": actor.organisations})


class ContractQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """No office sees, and none can lean on, what is not yet agreed."""
        return self.filter(reach(actor))

    def in_force_on(self, on: date) -> Self:
        """Signed, begun and not over that day, by what is known now; an early end may still lie ahead."""
        return self.filter(state__in=["signed", "ended"], valid_from__lte=on, valid_to__gt=on)
