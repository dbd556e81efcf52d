"""Who sees which draw: everybody from the commitment on, before it those who prepare and supervise it."""

from typing import Self

from django.db import models
from django.db.models import Q

from anfu.core.actor import Actor


class DrawQuerySet(models.QuerySet):
    def published(self) -> Self:
        """Those whose pool was frozen once; a cancelled one stays."""
        return self.filter(committed_at__isnull=False)

    def visible_to(self, actor: Actor) -> Self:
        """The published ones, those of the own office, and those that one supervises."""
        seen = Q(committed_at__isnull=False)
        if actor.may("experts.draw"):
            seen |= Q(party=actor.party_id)
        if actor.user_id is not None:
            mine = self.model._default_manager.filter(supervisors__user=actor.user_id)
            seen |= Q(pk__in=mine.values("pk"))
        return self.filter(seen)
