"""Rows that hang on a provider are seen by whoever sees its papers."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from anfu.core.actor import Actor
from anfu.providers.queries.providers import reach


class UnderProviderQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those of providers whose papers the actor may read."""
        return self if actor.whole_city else self.filter(reach(actor, "provider__"))

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(retracted_at=None)

    def in_force_on(self, on: date) -> Self:
        """Those whose period holds that day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
