"""Rows that hang on a provider are seen by whoever sees its papers."""

from typing import Self

from anfu.core.actor import Actor
from anfu.providers.queries.dated import DatedQuerySet
from anfu.providers.queries.providers import reach


class UnderProviderQuerySet(DatedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those of providers whose papers the actor may read."""
        return self if actor.whole_city else self.filter(reach(actor, "provider__"))
