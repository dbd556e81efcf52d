"""Which memberships hold on a day."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q


class MembershipQuerySet(models.QuerySet):
    def in_force_on(self, on: date) -> Self:
        """Those that hold on that day, of accounts that are enabled."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on, user__is_active=True)

    def of_person(self, user_id: int, on: date) -> Self:
        """What one person may act as on that day, the oldest first."""
        return self.in_force_on(on).filter(user_id=user_id).select_related("user", "party").order_by("pk")
