"""The rows under each figure."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from anfu.core.actor import Actor
from anfu.targets.groups import GROUPS


class SpanQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Spans in the actor's territory; figures of other counties are open to all who may see coverage."""
        if actor.whole_city:
            return self
        if actor.divisions:
            return self.filter(division__in=actor.divisions)
        if actor.towns:
            return self.filter(town__in=actor.towns)
        return self.none()

    def as_of(self, on: date) -> Self:
        """The span of each enterprise on that day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)

    def in_group(self, code: str) -> Self:
        """Spans of enterprises that are in the group."""
        return self.annotate(_in_group=F("groups").bitand(GROUPS[code].mask)).filter(_in_group__gt=0)
