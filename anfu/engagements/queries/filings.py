"""Who sees which filing: whoever sees its contract."""

from typing import Self

from django.db import models

from anfu.core.actor import Actor
from anfu.engagements.queries.contracts import reach


class FilingQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those of contracts that the actor sees."""
        return self.filter(reach(actor, "version__contract__"))

    def waiting(self) -> Self:
        """Those that no officer has decided."""
        return self.filter(state="waiting")
