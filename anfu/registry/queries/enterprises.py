"""Who may see which enterprise."""

from typing import Self

from django.db import models
from django.db.models import Q

from anfu.core.actor import ENTERPRISE, Actor


class EnterpriseQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those in the actor's territory now, or their own; a county also sees what waits in its queue for a place."""
        if actor.whole_city:
            return self
        if actor.divisions:
            return self.filter(Q(division__in=actor.divisions) | Q(waiting_at__in=actor.divisions))
        if actor.towns:
            return self.filter(town__in=actor.towns)
        return self.filter(pk__in=own) if (own := actor.own(ENTERPRISE)) else self.none()
