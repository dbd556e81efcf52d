"""Members of a demand are seen by whoever placed it, and each enterprise sees itself."""

from typing import Self

from django.db import models
from django.db.models import Q

from anfu.core.actor import ENTERPRISE, Actor


class MemberQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those of one's own demands, and one's own part in others'."""
        if actor.party_id is None:
            return self.none()
        return self.filter(Q(demand__party=actor.party_id) | Q(enterprise__in=actor.own(ENTERPRISE)))

    def agreed(self) -> Self:
        """Those that take part and have not passed."""
        return self.filter(state="agreed")
