"""All cards of a day side by side, as columns, so that a search over all of them takes milliseconds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from anfu.portal.shelf.card import Card
from anfu.portal.shelf.slots import Slot, slots
from anfu.providers.kinds import ServiceKind
from anfu.providers.rules.catalogue import catalogue
from anfu.registry import divisions

TEXTS = ("uscc", "name", "kind", "division", "state", "trade")


@dataclass(frozen=True)
class Shelf:
    """The cards of one day by credit code; `frame` has a row for each, `slots` says what the bits of `mask` mean."""

    on: date
    seed: str
    cards: Mapping[str, Card]
    frame: pl.DataFrame
    slots: tuple[Slot, ...]


def shelf_of(cards: Mapping[str, Card], on: date, seed: str) -> Shelf:
    """The shelf with these cards."""
    rows = list(cards.values())
    columns = {name: pl.Series(name, [getattr(card, name) for card in rows], pl.String) for name in TEXTS}
    columns["mask"] = pl.Series("mask", [card.mask for card in rows], pl.UInt64)
    columns["rank"] = pl.Series("rank", [card.rank for card in rows], pl.UInt64)
    columns["serves"] = pl.Series("serves", [bits(card.serves) for card in rows], pl.UInt64)
    columns["seats"] = pl.Series(
        "seats", [bits(place.division for place in card.places) for card in rows], pl.UInt64
    )
    for kind in ServiceKind.values:
        prices = [card.prices.get(kind) for card in rows]
        columns[f"price_{kind}"] = pl.Series(f"price_{kind}", prices, pl.Int64)
    return Shelf(on, seed, cards, pl.DataFrame(columns), slots(catalogue(), on))


def bits(codes: Iterable[str]) -> int:
    """County-level divisions as one number; a code that is none counts for nothing."""
    known = {each.code: 1 << place for place, each in enumerate(divisions.counties())}
    return sum(known.get(code, 0) for code in set(codes))
