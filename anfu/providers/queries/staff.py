"""Certificates of people of providers, as of a day."""

from typing import Self

from anfu.core.actor import Actor
from anfu.providers.queries.dated import DatedQuerySet
from anfu.providers.queries.providers import reach


class CertificateQuerySet(DatedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those of people who work or worked for a provider whose papers the actor may read."""
        if actor.whole_city:
            return self
        return self.filter(reach(actor, "professional__employments__provider__")).distinct()
