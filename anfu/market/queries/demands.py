"""Who sees which demand."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from anfu.core.actor import ENTERPRISE, PROVIDER, Actor

OVERSEE = "market.oversee"
ENDED = ("contracted", "failed", "withdrawn")
# Not among them: drafts, which are nobody's business but the draughtsman's and the members'.
PUBLISHED = ("open", "closed", "chosen", *ENDED)


class DemandQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """One's own and those one was asked to join; a provider's open ones; an office's territory, never its drafts."""
        if actor.may(OVERSEE):
            return self.filter(_placed(actor) | _own(actor))
        if own := actor.own(PROVIDER):
            return self.filter(_open_to(own) | Q(pk__in=_offered(own)))
        return self.filter(_own(actor)) if actor.party_id is not None else self.none()

    def placed_by(self, actor: Actor) -> Self:
        """Those that the actor's own party placed: it may change, open and withdraw them."""
        return self.filter(party=actor.party_id) if actor.party_id is not None else self.none()

    def in_hall(self) -> Self:
        """What the public sees: open to all, published, and what became of them."""
        return self.filter(by_invitation=False, state__in=PUBLISHED).exclude(state="withdrawn")

    def open_to(self, actor: Actor) -> Self:
        """Those on which the actor's own institution may still make an offer, as far as being asked goes."""
        return self.filter(_open_to(actor.own(PROVIDER)))

    def open_at(self, now: datetime) -> Self:
        """Those whose deadline is still ahead."""
        return self.filter(state="open", deadline__gt=now)

    def due_at(self, now: datetime) -> Self:
        """Those to be closed: still open, and their time is over."""
        return self.filter(state="open", deadline__lte=now)


def _own(actor: Actor) -> Q:
    mine = Q(party=actor.party_id) if actor.party_id is not None else Q(pk__in=())
    if firms := actor.own(ENTERPRISE):
        mine |= Q(pk__in=_member_demands(firms))
    return mine


def _member_demands(firms: frozenset[int]) -> models.QuerySet:
    from anfu.market.models import Member

    return Member.objects.filter(enterprise__in=firms).values("demand")


def _open_to(own: frozenset[int]) -> Q:
    from anfu.market.models import Invitation

    asked = Invitation.objects.filter(provider__in=own).values("demand")
    return Q(state="open") & (Q(by_invitation=False) | Q(pk__in=asked))


def _offered(own: frozenset[int]) -> models.QuerySet:
    from anfu.market.models import Offer

    return Offer.objects.filter(provider__in=own).values("demand")


def _placed(actor: Actor) -> Q:
    shown = Q(state__in=PUBLISHED)
    if actor.whole_city:
        return shown
    if actor.divisions:
        return shown & Q(division__in=actor.divisions)
    return shown & Q(town__in=actor.towns) if actor.towns else Q(pk__in=())
