"""Facts as of a day, within a territory."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from anfu.core.actor import ENTERPRISE, Actor


class VersionQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Versions of the time when the enterprise was in the actor's territory, of those there now, or their own."""
        if actor.whole_city:
            return self
        if actor.divisions:
            places = actor.divisions
            return self.filter(Q(division__in=places) | Q(division="", enterprise__waiting_at__in=places))
        if actor.towns:
            return self.filter(town__in=actor.towns)
        return self.filter(enterprise__in=own) if (own := actor.own(ENTERPRISE)) else self.none()

    def current(self) -> Self:
        """The facts in force now."""
        return self.filter(valid_to=None, retracted_at=None)

    def as_of(self, on: date) -> Self:
        """The facts in force that day, as known now."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on, retracted_at=None)
