"""Who sees which offer: its own provider always, the enterprises once the deadline is over, nobody else (T01, T02)."""

from typing import Self

from django.db import models
from django.db.models import Q

from anfu.core.actor import ENTERPRISE, PROVIDER, Actor

OPENED = ("closed", "chosen", "contracted", "failed", "withdrawn")
ANSWERED = ("agreed", "passed")


def reach(actor: Actor, at: str = "") -> Q:
    """Which offers are for this actor's eyes; `at` leads to the offer."""
    if own := actor.own(PROVIDER):
        return Q(**{f"{at}provider__in": own})
    if firms := actor.own(ENTERPRISE):
        opened = Q(**{f"{at}demand__state__in": OPENED, f"{at}demand__closed_at__isnull": False})
        return opened & Q(**{f"{at}demand__pk__in": _joined(firms)})
    return Q(pk__in=())


def _joined(firms: frozenset[int]) -> models.QuerySet:
    from anfu.market.models import Member

    return Member.objects.filter(enterprise__in=firms, state__in=ANSWERED).values("demand")


class OfferQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """A provider's own; an enterprise's from the closing on. No official sees any, sealed or opened."""
        return self.filter(reach(actor))

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(state="standing")


class VersionQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those of offers that the actor may see."""
        return self.filter(reach(actor, "offer__"))

    def current(self) -> Self:
        """The newest of each offer."""
        return self.filter(number=models.F("offer__number"))
