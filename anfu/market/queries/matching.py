"""Matching that informs and never decides: who may serve a demand, and which demands a provider may serve."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from anfu.market.models import Demand, Member
from anfu.market.rules.comparison import distance
from anfu.market.rules.splitting import lot
from anfu.providers.models import Provider, State
from anfu.providers.queries.serving import Pair, may_serve_many


@dataclass(frozen=True, slots=True)
class Match:
    """A provider beside a demand; `why_not` is empty where it may give all that is asked, `serves`: to which enterprises."""

    provider: Provider
    place: str
    why_not: str
    serves: frozenset[int]


NEAR = ("同一镇街", "同一县（市、区）", "本市其他县（市、区）", "市外或不详")


def members_of(demand: Demand) -> list[int]:
    """The enterprises that take part, or may still; in the order in which they were written down."""
    rows = Member.objects.filter(demand=demand, state__in=["agreed", "asked"]).order_by("pk")
    return list(rows.values_list("enterprise", flat=True))


def eligible(demand: Demand, on: date, kinds: Collection[str] = ()) -> list[Match]:
    """Every listed provider: who may serve all, then some, then none of its enterprises; the near first, equals by lot."""
    providers = list(Provider.objects.filter(state=State.LISTED).select_related("organisation"))
    firms = members_of(demand)
    against = refusals([p.pk for p in providers], kinds or demand.kinds, firms, max(on, demand.valid_from))
    found = [_match(p, distance(demand.division, demand.town, p.division), firms, against) for p in providers]
    return sorted(
        found, key=lambda m: (_rank(m), NEAR.index(m.place), lot(demand.pk, m.provider.organisation.uscc))
    )


def refusals(
    providers: Collection[int], kinds: Collection[str], firms: Collection[int], on: date
) -> dict[tuple[int, int], str]:
    """(provider, enterprise) -> the first reason against it, where there is one; in a fixed number of queries."""
    pairs = [Pair(provider, kind, firm) for provider in providers for firm in firms for kind in kinds]
    against: dict[tuple[int, int], str] = {}
    for pair, decision in zip(pairs, may_serve_many(pairs, on=on), strict=True):
        if not decision.may:
            because = f"{decision.reasons[0].text}（{decision.reasons[0].clause}）"
            against.setdefault((pair.provider, pair.enterprise), because)
    return against


def _match(
    provider: Provider, place: str, firms: Sequence[int], against: Mapping[tuple[int, int], str]
) -> Match:
    why_not = next((why for firm in firms if (why := against.get((provider.pk, firm)))), "")
    serves = frozenset(firm for firm in firms if (provider.pk, firm) not in against)
    return Match(provider, place, why_not, serves)


def _rank(match: Match) -> int:
    return 0 if not match.why_not else 1 if match.serves else 2


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
