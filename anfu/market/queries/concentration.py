"""Who is chosen in which town, for the test of rules.concentration."""

from collections import Counter
from datetime import date

from anfu.core.actor import Actor
from anfu.market.models import Choice, Said
from anfu.market.rules.concentration import Served, Town, judge


def towns_on(actor: Actor, on: date) -> list[Town]:
    """The towns of the actor's territory, judged among all agreed choices that it covers."""
    rows = Choice.objects.visible_to(actor).filter(state__in=["confirmed", "signed"])
    served = [
        Served(town, provider, f"{division}:{'+'.join(sorted(kinds))}")
        for town, division, provider, kinds in rows.order_by("pk").values_list(
            "enterprise__town", "enterprise__division", "version__offer__provider", "demand__kinds"
        )
    ]
    return judge(served, seed=on.toordinal(), shuffles=999)


def answers() -> Counter[str]:
    """How many answered what in private, for those who may know the sums."""
    from anfu.market.models import FreeAnswer

    found = Counter(FreeAnswer.objects.values_list("said", flat=True))
    return Counter({said: found[said] for said in Said.values})
