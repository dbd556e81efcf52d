"""Searching the directory: which institutions fit, in which order, and one page of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from anfu.core.reading.depth import PAGE
from anfu.portal.rules.distance import Point, kilometres
from anfu.portal.shelf.card import Card
from anfu.portal.shelf.shelf import Shelf, bits
from anfu.portal.shelf.slots import wanted
from anfu.providers.rules.catalogue import catalogue

LISTED = "listed"
STATES = {"listed": "在列", "suspended": "暂停服务", "removed": "已移出"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for; what is empty does not narrow. `industry` None: any, "": not known."""

    text: str = ""
    kinds: Sequence[str] = ()
    services: Sequence[str] = ()
    lines: Sequence[str] = ()
    divisions: Sequence[str] = ()
    seats: Sequence[str] = ()
    industry: str | None = None
    states: Sequence[str] = (LISTED,)


@dataclass(frozen=True, slots=True)
class Order:
    """By what: chance, name, price (of one kind of service), distance (from a point), load. Equal ones, and those of which
    nothing is known at the end, stand by the day's chance."""

    by: str = "chance"
    service: str = ""
    near: Point | None = None
    loads: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of what was found; `after` and `before` are credit codes, "" at the ends."""

    rows: tuple[Card, ...]
    count: int
    after: str = ""
    before: str = ""
    deepest: bool = False

    def __len__(self) -> int:
        return len(self.rows)


def found(shelf: Shelf, asked: Asked) -> pl.DataFrame:
    """The rows of the shelf that fit."""
    frame = shelf.frame
    tests = [pl.col("state").is_in(list(asked.states) or [LISTED])]
    if asked.text:
        text = asked.text.strip()
        tests.append(pl.col("name").str.contains(text, literal=True) | (pl.col("uscc") == text.upper()))
    if asked.kinds:
        tests.append(pl.col("kind").is_in(list(asked.kinds)))
    for name, codes in (("serves", asked.divisions), ("seats", asked.seats)):
        if codes:
            tests.append((pl.col(name) & bits(codes)) != 0)
    if asked.services or asked.lines or asked.industry is not None:
        tests.append(_may(shelf, asked))
    return frame.filter(*tests)


def _may(shelf: Shelf, asked: Asked) -> pl.Expr:
    asks = {"services": asked.services, "lines": asked.lines, "industry": asked.industry}
    want = wanted(shelf.slots, catalogue(), shelf.on, **asks)  # type: ignore[arg-type]
    own_trade = pl.lit(True)
    if asked.industry is not None:
        own_trade = (pl.col("trade") == "") | pl.lit(asked.industry).str.starts_with(pl.col("trade"))
    return ((pl.col("mask") & want.licensed) != 0) | (((pl.col("mask") & want.free) != 0) & own_trade)


def ordered(shelf: Shelf, frame: pl.DataFrame, order: Order) -> list[str]:
    """The credit codes of these rows in that order."""
    key = _key(shelf, frame, order)
    placed = frame.select("uscc", "rank", key.alias("key"))
    return placed.sort("key", "rank", "uscc", nulls_last=True)["uscc"].to_list()


def _key(shelf: Shelf, frame: pl.DataFrame, order: Order) -> pl.Series:
    codes = frame["uscc"].to_list()
    match order.by:
        case "name":
            return frame["name"]
        case "price":
            return frame[f"price_{order.service}"]
        case "distance" if order.near:
            return pl.Series([distance(shelf.cards[code], order.near) for code in codes], dtype=pl.Int64)
        case "load":
            return pl.Series([order.loads.get(code) for code in codes], dtype=pl.Float64)
    return pl.Series([0] * len(codes), dtype=pl.Int64)


def distance(card: Card, near: Point) -> int | None:
    """Whole kilometres to its nearest seat or branch; None where no place of it is known."""
    points = [place.point for place in card.places if place.point]
    return min((kilometres(near, point) for point in points), default=None)


def page(shelf: Shelf, codes: Sequence[str], *, after: str = "", before: str = "", size: int = PAGE) -> Page:
    """The page behind (or before) a known institution; the first one where that is not among them."""
    place = {code: n for n, code in enumerate(codes)} if after or before else {}
    if before in place:
        start, end = max(place[before] - size, 0), place[before]
    else:
        start = place[after] + 1 if after in place else 0
        end = start + size
    shown = codes[start:end]
    return Page(
        rows=tuple(shelf.cards[code] for code in shown),
        count=len(codes),
        after=shown[-1] if shown and end < len(codes) else "",
        before=shown[0] if shown and start > 0 else "",
    )
