"""All cards of a day side by side, as columns, so that a search over all of them takes milliseconds."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from anfu.portal.shelf.card import Card
from anfu.portal.shelf.slots import Slot, slots
from anfu.providers.kinds import ServiceKind
from anfu.providers.rules.catalogue import catalogue
from anfu.registry import divisions

TEXTS = ("uscc", "name", "kind", "division", "state", "trade")
Bits = Mapping[str, int]


@dataclass(frozen=True)
class Shelf:
    """The cards of one day by credit code.

    `frame` has a row for each card; `at_<division>`: how many places it has there. `spots` has a row for each known
    place: `pk`, `longitude`, `latitude`. `slots` says what the bits of `mask` mean, `bits` those of divisions; `rates`: what
    contracts' services take of people's time.
    """

    on: date
    seed: str
    cards: Mapping[str, Card]
    frame: pl.DataFrame
    spots: pl.DataFrame
    slots: tuple[Slot, ...]
    bits: Bits
    rates: Mapping[str, int]

    def mask_of(self, codes: Iterable[str]) -> int:
        """County-level divisions as one number; a code that is none counts for nothing."""
        return sum(self.bits.get(code, 0) for code in set(codes))


def shelf_of(cards: Mapping[str, Card], on: date, seed: str, rates: Mapping[str, int]) -> Shelf:
    """The shelf with these cards."""
    rows = list(cards.values())
    bits = {each.code: 1 << place for place, each in enumerate(divisions.counties())}
    frame = pl.DataFrame(list(_columns(rows, bits)))
    return Shelf(on, seed, cards, frame, _spots(rows), slots(catalogue(), on), bits, rates)


def _columns(rows: list[Card], bits: Bits) -> Iterator[pl.Series]:
    for name in TEXTS:
        yield pl.Series(name, [getattr(card, name) for card in rows], pl.String)
    for name in ("pk", "mask", "rank"):
        yield pl.Series(name, [getattr(card, name) for card in rows], pl.UInt64)
    yield pl.Series("serves", [sum(bits.get(code, 0) for code in card.serves) for card in rows], pl.UInt64)
    yield pl.Series("staff", [card.staff.get("staff", 0) for card in rows], pl.UInt32)
    yield pl.Series("capacity", [card.capacity for card in rows], pl.Int64)
    for kind in ServiceKind.values:
        yield pl.Series(f"price_{kind}", [card.prices.get(kind) for card in rows], pl.Int64)
    there = [Counter(place.division for place in card.places) for card in rows]
    for code in bits:
        yield pl.Series(f"at_{code}", [places[code] for places in there], pl.UInt16)


def _spots(rows: list[Card]) -> pl.DataFrame:
    known = [
        (card.pk, place.point.longitude, place.point.latitude)
        for card in rows for place in card.places if place.point
    ]  # fmt: skip
    return pl.DataFrame(
        known, {"pk": pl.UInt64, "longitude": pl.Float64, "latitude": pl.Float64}, orient="row"
    )
