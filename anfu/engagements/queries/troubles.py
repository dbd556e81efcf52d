"""What stands in the way of relations, for whoever sees the relation."""

from typing import Self

from django.db import models
from django.db.models import Q

from anfu.core.actor import ENTERPRISE, PROVIDER, Actor

_FIRM = "engagement__enterprise"


class TroubleQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those of relations in the actor's territory, or of its own enterprise or institution."""
        if actor.whole_city:
            return self
        if places := actor.divisions:
            place = Q(**{f"{_FIRM}__division__in": places}) | Q(**{f"{_FIRM}__waiting_at__in": places})
            return self.filter(place)
        if actor.towns:
            return self.filter(**{f"{_FIRM}__town__in": actor.towns})
        own = Q(**{f"{_FIRM}__in": actor.own(ENTERPRISE)}) | Q(engagement__provider__in=actor.own(PROVIDER))
        return self.filter(own)

    def open(self) -> Self:
        """Those that still stand in the way, as of the last check."""
        return self.filter(valid_to=None)
