"""Who sees which invitations, and which are still good."""

from datetime import date
from typing import Self

from django.db import models

from anfu.core.actor import Actor


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those for parties in the actor's reach, for somebody who may grant at all."""
        from anfu.people.models.party import Party

        return (
            self.filter(party__in=Party.objects.visible_to(actor))
            if actor.may("people.grant")
            else self.none()
        )

    def open_on(self, on: date) -> Self:
        """Neither used nor withdrawn nor expired nor tried too often."""
        return self.filter(used_at=None, withdrawn_at=None, expires_on__gte=on, tries_left__gt=0)
