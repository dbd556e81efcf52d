"""How a group could share out its providers: a suggestion from public facts, or from opened offers for those who read them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from anfu.engagements.queries.load import rates_on
from anfu.engagements.queries.taken import Taken, taken_on
from anfu.engagements.rules.load import Owed
from anfu.market.models import Demand, Service
from anfu.market.queries.matching import NEAR, members_of, refusals
from anfu.market.queries.viewing import kept_rows
from anfu.market.rules.comparison import distance
from anfu.market.rules.splitting import Way, split
from anfu.providers.models import Provider
from anfu.providers.queries.capacity import capacities_on
from anfu.registry.models import Enterprise

FULL = "能做的机构现在都腾不出人手"
NO_PRICE = "没有机构公开做这些服务的价格，或者不到这个县（市、区）服务"
NO_OFFER = "没有还在有效期里的报价"
NO_STAFF = "能做的机构没有登记专职人员，不知道有没有人手"


class Terms(NamedTuple):
    """What a provider asks of one enterprise for the whole period, what it owes, where, and how many it says it takes."""

    provider: int
    fen: int
    owed: Owed
    divisions: tuple[str, ...] = ()  # none: everywhere
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One enterprise with the provider that could take it; else `why_not`."""

    enterprise: Enterprise
    provider: Provider | None
    place: str = ""
    fen: int = 0
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """The whole suggestion: the parts in the order of the members, and how many providers were weighed."""

    parts: list[Part]
    weighed: int
    from_offers: bool


def suggested(demand: Demand, on: date, *, opened: bool) -> Split:
    """The same for everybody on that day. `opened`: from the opened offers; else no offer is touched, only public prices."""
    terms = _opened(demand, on) if opened else _public(demand)
    day = max(on, demand.valid_from)
    firms = Enterprise.objects.select_related("organisation").in_bulk(members_of(demand))
    providers = Provider.objects.select_related("organisation").in_bulk([each.provider for each in terms])
    against = refusals(list(providers), demand.kinds, list(firms), day)
    ways, known = _ways(terms, firms, providers, against), capacities_on(list(providers), on)
    room = _room(terms, providers, known, on)
    found = split(room, ways, demand.pk)
    nobody = NO_OFFER if opened else NO_PRICE
    by_code = {each.organisation.uscc: each for each in providers.values()}
    parts = [
        _part(firm, by_code, found, ways, against, known, nobody)
        for firm in sorted(firms.values(), key=lambda f: f.pk)
    ]
    return Split(parts, len(providers), opened)


def _public(demand: Demand) -> list[Terms]:
    """The cheapest published service of each provider that holds all that is asked."""
    rows = Service.objects.in_hall().order_by("-price_fen", "-pk")
    owed = Owed(demand.visits_per_month, 0, 0, 0, demand.months)
    fitting = [each for each in rows if set(demand.kinds) <= set(each.kinds)]
    cheapest = {each.provider_id: each for each in fitting}  # the last one stays
    return [
        Terms(key, each.price_fen * demand.months // 12, owed, tuple(each.divisions), each.capacity)
        for key, each in cheapest.items()
    ]


def _opened(demand: Demand, on: date) -> list[Terms]:
    """The opened offers that can still be chosen, as the ledger kept them."""
    return [
        Terms(
            row["provider_key"], row["price_fen"],
            Owed(row["visits_per_month"], row["training_hours"], row["reports"], row["drills"], demand.months),
        )
        for row in kept_rows(demand.closing_entry)
        if date.fromisoformat(row["valid_until"]) >= on
    ]  # fmt: skip


def _ways(
    terms: Sequence[Terms],
    firms: Mapping[int, Enterprise],
    providers: Mapping[int, Provider],
    against: Mapping[tuple[int, int], str],
) -> dict[tuple[str, str], Way]:
    """By credit codes: whoever may serve whom, within the counties that it names."""
    return {
        (firm.organisation.uscc, of.organisation.uscc): Way(NEAR.index(_place(firm, of)), each.fen)
        for each in terms
        for of in [providers[each.provider]]
        for firm in firms.values()
        if (of.pk, firm.pk) not in against and (not each.divisions or firm.division in each.divisions)
    }


def _room(
    terms: Sequence[Terms], providers: Mapping[int, Provider], known: Mapping[int, int], on: date
) -> dict[str, int]:
    """How many more enterprises each could take with the days its people have left, and by its own word."""
    rates = rates_on(on)
    taken = taken_on(on, list(providers), rates)
    room = {}
    for each in terms:
        left = max(known[each.provider] * 10 - taken.get(each.provider, Taken()).tenths, 0)
        number = left // max(each.owed.tenths_a_year(rates), 1)
        code = providers[each.provider].organisation.uscc
        room[code] = number if each.most is None else min(number, each.most)
    return room


def _part(
    firm: Enterprise,
    providers: Mapping[str, Provider],
    found: Mapping[str, str],
    ways: Mapping[tuple[str, str], Way],
    against: Mapping[tuple[int, int], str],
    known: Mapping[int, int],
    nobody: str,
) -> Part:
    code = firm.organisation.uscc
    if code in found:
        of = providers[found[code]]
        return Part(firm, of, _place(firm, of), ways[code, found[code]].fen)
    able = [providers[other].pk for one, other in ways if one == code]
    return Part(firm, None, why_not=_why_not(firm.pk, able, against, known) or nobody)


def _why_not(
    firm: int, able: Collection[int], against: Mapping[tuple[int, int], str], known: Mapping[int, int]
) -> str:
    """Why an enterprise stays without: nobody may, nobody comes there, or nobody has time."""
    if able:
        return FULL if any(known[key] for key in able) else NO_STAFF
    reasons = sorted(why for (_, one), why in against.items() if one == firm)
    return reasons[0] if reasons else ""


def _place(firm: Enterprise, of: Provider) -> str:
    return distance(firm.division, firm.town, of.division)
