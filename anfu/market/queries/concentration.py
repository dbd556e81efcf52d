"""Who is chosen in which town, for the test of rules.concentration."""

import json
from datetime import date
from functools import lru_cache

from django.db.models import TextField
from django.db.models.functions import Cast

from anfu.core.actor import Actor
from anfu.market.models import Choice
from anfu.market.rules.concentration import Served, Town, judge


def towns_on(actor: Actor, on: date) -> list[Town]:
    """The towns of the actor's territory, judged among all agreed choices that it covers."""
    rows = Choice.objects.visible_to(actor).filter(state__in=["confirmed", "signed"])
    rows = rows.annotate(kinds_text=Cast("demand__kinds", TextField()))
    found = rows.values_list(
        "enterprise__town", "enterprise__division", "version__offer__provider", "kinds_text"
    )
    return list(_judged(tuple(sorted(found)), on.toordinal()))


@lru_cache(maxsize=32)
def _judged(rows: tuple[tuple[str, str, int, str], ...], seed: int) -> tuple[Town, ...]:
    """Remembered, since it takes a second for a city: the same choices give the same answer."""
    served = [
        Served(town, provider, f"{division}:{_in_order(kinds)}") for town, division, provider, kinds in rows
    ]
    return tuple(judge(served, seed=seed, shuffles=999))


@lru_cache(maxsize=1024)
def _in_order(kinds: str) -> str:
    return "+".join(sorted(json.loads(kinds)))
