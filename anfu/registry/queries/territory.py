"""Rows that hang on an enterprise are seen by whoever sees the enterprise."""

from typing import Self

from django.db import models
from django.db.models import Q

from anfu.core.actor import ENTERPRISE, Actor


class TerritoryQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those of enterprises in the actor's territory, or of the actor's own enterprise."""
        if actor.whole_city:
            return self
        if actor.divisions:
            places = actor.divisions
            return self.filter(Q(enterprise__division__in=places) | Q(enterprise__waiting_at__in=places))
        if actor.towns:
            return self.filter(enterprise__town__in=actor.towns)
        return self.filter(enterprise__in=own) if (own := actor.own(ENTERPRISE)) else self.none()
