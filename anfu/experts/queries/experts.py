"""Who may be seen in the pool, and who stands in it on a day."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from anfu.core.actor import Actor
from anfu.core.json_lists import holding

REVIEW = "experts.review"


class ExpertQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The pool for those who may look for an expert; beyond it, one's own and those that one's office decides on."""
        seen = Q(user=actor.user_id) if actor.user_id else Q(pk=None)
        if actor.may("experts.view"):
            seen |= Q(state__in=("listed", "suspended"))
        return self.filter(seen | _decided_by(actor) | _proposed_by(actor))

    def decided_by(self, actor: Actor) -> Self:
        """Those on whom the actor's office decides."""
        return self.filter(_decided_by(actor))

    def mended_by(self, actor: Actor) -> Self:
        """Whose file the actor's office may correct: it decides on them, or the actor proposed them and nobody has."""
        return self.filter(_decided_by(actor) | _proposed_by(actor))

    def in_pool_on(self, on: date) -> Self:
        """Within their term that day, and not suspended: a suspension ends by itself."""
        standing = Q(state="listed") | Q(state="suspended", barred_until__lte=on)
        return self.filter(standing, valid_from__lte=on, valid_to__gt=on)

    def free_on(self, on: date) -> Self:
        """Those not away that day."""
        return self.exclude(away_from__lte=on, away_to__gt=on)

    def of_speciality(self, codes: list[str]) -> Self:
        """Those with one of these specialities; none named: all."""
        return holding(self, "specialities", codes) if codes else self

    def serving(self, divisions: list[str]) -> Self:
        """Those who live in one of these divisions or take work there; none named: all."""
        if not divisions:
            return self
        return holding(self, "divisions", divisions, Q(region__in=divisions))

    def of_industry(self, sections: list[str]) -> Self:
        """Those filed under one of these sections of GB/T 4754, or under none; none named: all."""
        return holding(self, "industries", sections, Q(industries=[])) if sections else self


def _decided_by(actor: Actor) -> Q:
    """Province and city by the city's office, county by the county's; the city sees all."""
    if not actor.may(REVIEW):
        return Q(pk=None)
    if actor.whole_city:
        return ~Q(pk=None)
    return Q(level="county", division__in=actor.divisions)


def _proposed_by(actor: Actor) -> Q:
    """An officer's own nominations for another office's pool, as long as they are on the way."""
    if not actor.may(REVIEW) or actor.user_id is None:
        return Q(pk=None)
    return Q(proposed_by=actor.user_id, state__in=("submitted", "returned"))
