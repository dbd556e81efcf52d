"""What the public may know of one institution beyond its card."""

from dataclasses import dataclass

from django.db.models import Count, Q

from anfu.engagements.models import Engagement
from anfu.engagements.queries.taken import Taken, sums
from anfu.portal.shelf.shelf import Shelf
from anfu.providers.models import Branch, Price, Provider, Qualification, Spell
from anfu.providers.queries.publicity import licences_shown


@dataclass(frozen=True)
class Details:
    """Rows as they are stored; people are not among them. `taken`: what it does that day; `ever`: enterprises,
    `contracts`: relations until then.
    """

    provider: Provider
    licences: list[Qualification]
    branches: list[Branch]
    prices: list[Price]
    spells: list[Spell]
    taken: Taken
    ever: int
    contracts: int
    ended_early: int


def details(key: int, shelf: Shelf) -> Details:
    """Of an institution that stands on the shelf of that day, in a fixed number of queries."""
    on = shelf.on
    provider = Provider.objects.select_related("organisation").get(pk=key)
    now = Q(valid_to=None) | Q(valid_to__gt=on)
    counts = Engagement.objects.begun_on(on).filter(provider=key).aggregate(
        contracts=Count("pk"), ended_early=Count("pk", filter=~Q(ended_reason="")),
        ever=Count("enterprise", distinct=True), **sums(shelf.rates, now),
    )  # fmt: skip
    return Details(
        provider=provider,
        licences=list(licences_shown(provider)),
        branches=list(Branch.objects.standing().filter(provider=key).order_by("pk")),
        prices=list(Price.objects.in_force_on(on).filter(provider=key).order_by("kind", "price_fen", "pk")),
        spells=list(Spell.objects.begun_on(on).filter(provider=key)),
        taken=Taken(*(counts.pop(name) for name in Taken._fields)),
        **counts,
    )
