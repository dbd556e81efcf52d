"""Matching that informs and never decides: who may serve a demand, and which demands a provider may serve."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from anfu.market.models import Demand, Member
from anfu.market.rules.comparison import distance
from anfu.providers.models import Provider, State
from anfu.providers.queries.serving import Pair, may_serve_many


@dataclass(frozen=True, slots=True)
class Match:
    """A provider beside a demand; `why_not` is empty where it may give all that is asked."""

    provider: Provider
    place: str
    why_not: str


NEAR = ("同一镇街", "同一县（市、区）", "本市其他县（市、区）", "市外或不详")


def eligible(demand: Demand, on: date, kinds: Collection[str] = ()) -> list[Match]:
    """Every listed provider with the first reason against it; those that may come first, the near before the far."""
    providers = list(Provider.objects.filter(state=State.LISTED).select_related("organisation"))
    members = list(
        Member.objects.filter(demand=demand, state__in=["agreed", "asked"]).values_list(
            "enterprise", flat=True
        )
    )
    pairs = [
        Pair(p.pk, kind, firm) for p in providers for kind in kinds or demand.kinds for firm in members[:1]
    ]
    against: dict[int, str] = {}
    for pair, decision in zip(pairs, may_serve_many(pairs, on=max(on, demand.valid_from)), strict=True):
        if not decision.may:
            against.setdefault(pair.provider, f"{decision.reasons[0].text}（{decision.reasons[0].clause}）")
    found = [
        Match(p, distance(demand.division, demand.town, p.division), against.get(p.pk, "")) for p in providers
    ]
    return sorted(found, key=lambda m: (bool(m.why_not), NEAR.index(m.place), m.provider.organisation.uscc))


def served_by(provider: int, demands: Sequence[Demand], on: date) -> dict[int, str]:
    """By the demand's key "" where the provider may give it all, else why not; in a fixed number of queries."""
    firms: dict[int, list[int]] = {each.pk: [] for each in demands}
    rows = Member.objects.filter(demand__in=firms, state="agreed").order_by("pk")
    for demand, firm in rows.values_list("demand", "enterprise"):
        firms[demand].append(firm)
    asked = [
        (each.pk, Pair(provider, kind, firm))
        for each in demands
        for firm in firms[each.pk]
        for kind in each.kinds
    ]
    found = dict.fromkeys(firms, "")
    for (key, _), decision in zip(asked, may_serve_many([pair for _, pair in asked], on=on), strict=True):
        if not decision.may and not found[key]:
            found[key] = f"{decision.reasons[0].text}（{decision.reasons[0].clause}）"
    return found
