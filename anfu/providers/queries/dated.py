"""Rows that hold over a period and may be taken back."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q


class DatedQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(retracted_at=None)

    def in_force_on(self, on: date) -> Self:
        """Those whose period holds that day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)

    def begun_on(self, on: date) -> Self:
        """Those that began by that day and lasted for one at least, the newest first."""
        lasted = Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
        return self.filter(lasted, valid_from__lte=on).order_by("-valid_from", "-pk")
