"""From the rows of `providers` to cards, in a fixed number of queries for each 2,000 institutions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from anfu.portal.rules.distance import Point
from anfu.portal.rules.order import rank
from anfu.portal.shelf.card import Card, Place
from anfu.portal.shelf.centres import centres, point_of
from anfu.portal.shelf.slots import held, slots
from anfu.providers.models import Branch, Price, Spell
from anfu.providers.queries.capacity import Table, capacities_on
from anfu.providers.queries.serving import facts_on
from anfu.providers.rules.catalogue import catalogue

STEP = 2_000
NAMES = (
    "provider", "provider__organisation__uscc", "provider__organisation__name", "provider__kind", "provider__division",
    "provider__trade", "state", "valid_from", "term_end", "reason", "clause",
)  # fmt: skip


class Standing(NamedTuple):
    """A provider with its public spell of the day."""

    pk: int
    uscc: str
    name: str
    kind: str
    division: str
    trade: str
    state: str
    since: date
    term_end: date | None
    reason: str
    clause: str


def cards(on: date, seed: str, values: Table, codes: Iterable[str] | None = None) -> dict[str, Card]:
    """By credit code, those of which the public may know that day: listed, suspended or removed; of these codes only.

    `values`: the parameters of the day.
    """
    rows = Spell.objects.in_force_on(on)
    if codes is not None:
        rows = rows.filter(provider__organisation__uscc__in=list(codes))
    standing = [Standing(*row) for row in rows.values_list(*NAMES)]
    found: dict[str, Card] = {}
    for start in range(0, len(standing), STEP):
        found |= {card.uscc: card for card in _made(standing[start : start + STEP], on, seed, values)}
    return found


def _made(standing: list[Standing], on: date, seed: str, values: Table) -> Iterator[Card]:
    keys = [each.pk for each in standing]
    facts, branches, prices = facts_on(keys, on=on), _branches(keys), _prices(keys, on)
    capacity, known = capacities_on(keys, on, values), catalogue()
    floors = {floor.parameter: values[floor.parameter, ""] for floor in known.floors}
    all_slots, seats = slots(known, on), centres()
    for each in standing:
        there = branches.get(each.pk, [])
        places = _places(each.division, seats, [place for place, _ in there])
        serves = {place.division for place in places} | {code for _, codes in there for code in codes}
        listed = each.state == "listed"
        yield Card(
            **each._asdict(),
            mask=held(facts[each.pk], all_slots, known, floors, on) if listed else 0,
            serves=frozenset(serves - {""}), places=places, prices=prices.get(each.pk, {}),
            staff=dict(facts[each.pk].staff), capacity=capacity[each.pk], rank=rank(each.uscc, on, seed),
        )  # fmt: skip


def _places(seat: str, seats: Mapping[str, Point], branches: list[Place]) -> tuple[Place, ...]:
    """Its branches; the seat, too, where none of them stands in the seat's county."""
    own = [] if any(place.division == seat for place in branches) else [Place(seat, seats.get(seat))]
    return (*own, *branches)


def _branches(keys: list[int]) -> dict[int, list[tuple[Place, list[str]]]]:
    found: dict[int, list[tuple[Place, list[str]]]] = defaultdict(list)
    rows, seats = Branch.objects.standing().filter(provider__in=keys).order_by("pk"), centres()
    for key, division, serves, *point in rows.values_list(
        "provider", "division", "serves", "longitude", "latitude"
    ):
        found[key].append((Place(division, point_of(seats, division, *point)), serves))
    return found


def _prices(keys: list[int], on: date) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Price.objects.in_force_on(on).filter(provider__in=keys)
    for key, kind, fen in rows.values_list("provider", "kind", "price_fen"):
        found[key][kind] = min(fen, found[key].get(kind, fen))
    return found
