"""What the public may know of one institution beyond its card."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from anfu.engagements.models import Engagement
from anfu.providers.models import Branch, Price, Provider, Qualification, Spell
from anfu.providers.queries.publicity import licences_shown


@dataclass(frozen=True)
class Details:
    """Rows as they are stored; people are not among them. `ever`: service relations that it had so far, by number."""

    provider: Provider
    licences: list[Qualification]
    branches: list[Branch]
    prices: list[Price]
    spells: list[Spell]
    served: int
    ever: int


def details(key: int, on: date) -> Details:
    """Of an institution that stands on the shelf of that day, in a fixed number of queries."""
    provider = Provider.objects.select_related("organisation").get(pk=key)
    spells = Spell.objects.filter(provider=key, valid_from__lte=on)
    counts = relations(key, on)
    return Details(
        provider=provider,
        licences=list(licences_shown(provider)),
        branches=list(Branch.objects.standing().filter(provider=key).order_by("pk")),
        prices=list(Price.objects.in_force_on(on).filter(provider=key).order_by("kind", "price_fen", "pk")),
        spells=list(spells.exclude(valid_to=F("valid_from")).order_by("-valid_from", "-pk")),
        served=counts["now"],
        ever=counts["ever"],
    )


def relations(key: int, on: date) -> dict[str, Any]:
    """How many enterprises it serves on that day, and how many it has served until then."""
    rows = Engagement.objects.valid().filter(provider=key, valid_from__lte=on)
    now = Q(valid_to=None) | Q(valid_to__gt=on)
    firms = Count("enterprise", distinct=True)
    return rows.aggregate(now=Count("enterprise", distinct=True, filter=now), ever=firms)
