"""What enterprises answered in private when asked whether anybody required or suggested their provider. 三(四)b."""

from dataclasses import dataclass

from django.db.models import Count

from anfu.core.actor import Actor
from anfu.market.models import Choice, FreeAnswer, Said


@dataclass(frozen=True, slots=True)
class Answered:
    """How many contracts were asked about, and how many said what."""

    asked: int
    said: dict[Said, int]

    @property
    def silent(self) -> int:
        """Asked, and not answered yet."""
        return self.asked - sum(self.said.values())


def answered(actor: Actor) -> Answered:
    """The sums for who may read them, zeros for all others; in two queries."""
    rows = FreeAnswer.objects.visible_to(actor).values_list("said").annotate(number=Count("pk")).order_by()
    found = dict(rows)
    return Answered(
        Choice.objects.asked_freely(actor).count(), {each: found.get(each.value, 0) for each in Said}
    )
