"""Certificates of people of providers, as of a day."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from anfu.core.actor import Actor
from anfu.providers.queries.providers import reach


class CertificateQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those of people who work or worked for a provider whose papers the actor may read."""
        if actor.whole_city:
            return self
        return self.filter(reach(actor, "professional__employments__provider__")).distinct()

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(retracted_at=None)

    def in_force_on(self, on: date) -> Self:
        """Those whose period holds that day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
