"""Who sees which parties: administrators of people all, offices those of their territory, others their own."""

from typing import Self

from django.db import models
from django.db.models import Q

from anfu.core.actor import Actor

EVERYWHERE = "people.view_all"


class PartyQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those in the actor's reach; one's own party always."""
        if actor.may(EVERYWHERE) or actor.whole_city:
            return self
        own = Q(pk=actor.party_id or 0)
        if actor.divisions:
            places, firm = actor.divisions, "organisation__enterprise__division__in"
            return self.filter(own | Q(division__in=places) | Q(kind="enterprise", **{firm: places}))
        if actor.towns:
            towns, firm = actor.towns, "organisation__enterprise__town__in"
            return self.filter(own | Q(town__in=towns) | Q(kind="enterprise", **{firm: towns}))
        return self.filter(own)
