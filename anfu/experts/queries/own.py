"""What hangs on an expert as the expert's own: seen by the person and by the office that decides."""

from typing import Self

from django.apps import apps
from django.db import models

from anfu.core.actor import Actor


class OwnQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """One's own, and those of the experts on whom the actor's office decides."""
        experts = apps.get_model("experts", "Expert")._default_manager
        decided = experts.decided_by(actor)
        mine = experts.filter(user=actor.user_id) if actor.user_id else experts.none()
        return self.filter(models.Q(expert__in=decided) | models.Q(expert__in=mine))
