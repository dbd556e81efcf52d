"""Who sees which choice, and who reads what was answered in private."""

from typing import Self

from django.db import models
from django.db.models import Q

from anfu.core.actor import ENTERPRISE, PROVIDER, Actor
from anfu.market.queries.demands import OVERSEE

FREE_CHOICE = "market.free_choice"


class ChoiceQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The two sides from the beginning; offices of the territory once both had agreed (三(四)a)."""
        if own := actor.own(PROVIDER):
            return self.filter(version__offer__provider__in=own)
        if firms := actor.own(ENTERPRISE):
            return self.filter(enterprise__in=firms)
        return self.filter(_agreed(actor)) if actor.may(OVERSEE) else self.none()

    def asked_freely(self, actor: Actor) -> Self:
        """Signed ones, whose enterprises were asked in private: for who looks into designated service."""
        return self.filter(state="signed") if actor.may(FREE_CHOICE) else self.none()

    def standing(self) -> Self:
        """Those that neither side gave up."""
        return self.filter(state__in=["waiting", "confirmed", "signed"])


def _agreed(actor: Actor) -> Q:
    both = Q(state__in=["confirmed", "signed"])
    if actor.whole_city:
        return both
    if actor.divisions:
        return both & Q(enterprise__division__in=actor.divisions)
    return both & Q(enterprise__town__in=actor.towns) if actor.towns else Q(pk__in=())


class AnswerQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The enterprise's own, and for those who look into designated service (三(四)b); no office that regulates."""
        if actor.may(FREE_CHOICE):
            return self
        firms = actor.own(ENTERPRISE)
        return self.filter(choice__enterprise__in=firms) if firms else self.none()
