"""What the public may know of one institution beyond its card."""

from dataclasses import dataclass
from datetime import date

from anfu.engagements.models import Engagement
from anfu.engagements.queries.engagements import firms_served
from anfu.providers.models import Branch, Price, Provider, Qualification, Spell
from anfu.providers.queries.publicity import licences_shown


@dataclass(frozen=True)
class Details:
    """Rows as they are stored; people are not among them. `served`: enterprises that day, `ever`: until then."""

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
    counts = Engagement.objects.begun_on(on).filter(provider=key).aggregate(**firms_served(on))
    return Details(
        provider=provider,
        licences=list(licences_shown(provider)),
        branches=list(Branch.objects.standing().filter(provider=key).order_by("pk")),
        prices=list(Price.objects.in_force_on(on).filter(provider=key).order_by("kind", "price_fen", "pk")),
        spells=list(Spell.objects.begun_on(on).filter(provider=key)),
        served=counts["served_now"],
        ever=counts["enterprises"],
    )
