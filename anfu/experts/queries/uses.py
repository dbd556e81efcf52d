"""Who sees for what an expert was asked."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from anfu.core.actor import Actor


class UseQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """One's own as the expert; what one's office or enterprise asked; and, once a draw is closed, what came of it.

        Until then only the person who was drawn sees it, and after accepting, the office that draws (T10).
        """
        if actor.user_id is None:
            return self.none()
        asked = Q(asked_by=actor.user_id)
        if actor.party_id is not None and actor.may("experts.invite"):
            asked |= Q(party=actor.party_id)
        opened = Q(kind="invited") | Q(state="accepted") | Q(line__draw__state="closed")
        return self.filter(Q(expert__user=actor.user_id) | (asked & opened))

    def mine(self, actor: Actor) -> Self:
        """One's own as the expert."""
        return self.filter(expert__user=actor.user_id) if actor.user_id else self.none()

    def waiting(self) -> Self:
        """Not answered yet."""
        return self.filter(state="asked")

    def overdue(self, on: date) -> Self:
        """Not answered, and the last day for it is over."""
        return self.waiting().filter(answer_by__lt=on)
