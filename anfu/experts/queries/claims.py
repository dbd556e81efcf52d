"""Who sees which claims of nominated persons' entries."""

from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from anfu.core.actor import Actor


class ExpertClaimQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, and those of the persons on whom one's office decides."""
        own = Q(user=actor.user_id) if actor.user_id else Q(pk=None)
        experts = apps.get_model("experts", "Expert")._default_manager
        return self.filter(own | Q(expert__in=experts.decided_by(actor)))

    def decided_by(self, actor: Actor) -> Self:
        """Those on which this actor may decide: never the own one."""
        experts = apps.get_model("experts", "Expert")._default_manager
        return self.filter(expert__in=experts.decided_by(actor)).exclude(user=actor.user_id)

    def mine(self, actor: Actor) -> Self:
        """One's own, the latest first."""
        return self.filter(user=actor.user_id).order_by("-pk") if actor.user_id else self.none()

    def waiting(self) -> Self:
        """Not decided yet, the oldest first."""
        return self.filter(state="waiting").order_by("pk")
