"""Who may read sums: figures of all counties are open to everybody who may see coverage at all."""

from collections.abc import Collection
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

    def until(self, on: date, groups: Collection[int]) -> Self:
        """The rows of these groups whose sum is the figure as of that day: whole years, months, then days.

        The groups stand in each of the three conditions, so that each enters its index at the right place.
        """
        year, month, these = on.replace(month=1, day=1), on.replace(day=1), Q(group__in=groups)
        return self.filter(
            these & Q(grain="Y", day__lt=year)
            | these & Q(grain="M", day__gte=year, day__lt=month)
            | these & Q(grain="D", day__gte=month, day__lte=on)
        )

    def summed(self, *by: str) -> Self:
        """The measures added up by these columns, as dicts."""
        return self.values(*by).annotate(**{f"sum_{name}": Sum(name) for name in MEASURES}).order_by()
