"""Which memberships hold on a day, and who sees them."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from anfu.core.actor import Actor


class MembershipQuerySet(models.QuerySet):
    def in_force_on(self, on: date) -> Self:
        """Those that hold on that day, of accounts that are enabled; a loan only as long as what it is lent from."""
        source = Q(lent_from__valid_to=None) | Q(lent_from__valid_to__gt=on)
        lent = Q(lent_from=None) | source & Q(lent_from__user__is_active=True)
        return self.filter(
            Q(valid_to=None) | Q(valid_to__gt=on), lent, valid_from__lte=on, user__is_active=True
        )

    def of_person(self, user_id: int, on: date) -> Self:
        """What one person may act as on that day, the oldest first."""
        held = self.in_force_on(on).filter(user_id=user_id)
        return held.select_related("user", "party", "lent_from__user").order_by("pk")

    def visible_to(self, actor: Actor) -> Self:
        """Those of parties in the actor's reach, and one's own."""
        from anfu.people.models.party import Party

        return self.filter(Q(party__in=Party.objects.visible_to(actor)) | Q(user_id=actor.user_id or 0))
