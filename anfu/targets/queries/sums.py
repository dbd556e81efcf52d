"""Who may read sums: figures of all counties are open to everybody who may see coverage at all."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q, Sum

from anfu.core.actor import Actor

MEASURES = ("in_scope", "covered", "newly", "lapsed")


class SumsQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """All of them, or none."""
        return self if actor.may("targets.view") else self.none()

    def until(self, on: date) -> Self:
        """The rows whose sum is the figure as of that day: whole years, whole months, then days."""
        year, month = on.replace(month=1, day=1), on.replace(day=1)
        return self.filter(
            Q(grain="Y", day__lt=year)
            | Q(grain="M", day__gte=year, day__lt=month)
            | Q(grain="D", day__gte=month, day__lte=on)
        )

    def summed(self, *by: str) -> Self:
        """The measures added up by these columns, as dicts."""
        return self.values(*by).annotate(**{f"sum_{name}": Sum(name) for name in MEASURES}).order_by()
