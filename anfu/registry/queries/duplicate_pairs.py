"""Which suspected pairs a person sees, and which of them still wait."""

from typing import Self

from django.db import models
from django.db.models import Q

from anfu.core.actor import Actor


class DuplicatePairQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Pairs with at least one enterprise in the actor's territory; deciding asks for both."""
        if actor.whole_city:
            return self
        if actor.divisions:
            places = actor.divisions
            return self.filter(
                Q(first__division__in=places)
                | Q(second__division__in=places)
                | Q(first__waiting_at__in=places)
                | Q(second__waiting_at__in=places)
            )
        if actor.towns:
            return self.filter(Q(first__town__in=actor.towns) | Q(second__town__in=actor.towns))
        return self.none()

    def waiting(self) -> Self:
        """Those to be decided: neither enterprise has meanwhile been merged with a third."""
        return self.filter(state="open", first__merged_into=None, second__merged_into=None)

    def in_state(self, state: str) -> Self:
        """Those waiting ("open"), merged or found distinct."""
        return self.waiting() if state == "open" else self.filter(state=state)

    def with_both(self) -> Self:
        """Both enterprises come along with their names and codes."""
        return self.select_related("first__organisation", "second__organisation", "kept")
