"""Who sees which claims: officers those of enterprises in their territory, everybody their own."""

from typing import Self

from django.db import models
from django.db.models import Q

from anfu.core.actor import Actor
from anfu.registry.models import Enterprise


class ClaimQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, and those that one may decide."""
        own = Q(user=actor.user_id or 0)
        if not actor.may("people.claims"):
            return self.filter(own)
        return self.filter(own | Q(enterprise__in=Enterprise.objects.visible_to(actor)))

    def waiting(self) -> Self:
        """Not decided yet, the oldest first."""
        return self.filter(state="waiting").order_by("pk")
