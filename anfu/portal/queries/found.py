"""Searching the directory: which institutions fit, in which order, and one page of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from anfu.core.reading.depth import PAGE
from anfu.engagements.queries.taken import Taken
from anfu.portal.queries.burdens import COLUMNS
from anfu.portal.rules.distance import Point, kilometres
from anfu.portal.shelf.card import Card
from anfu.portal.shelf.shelf import Shelf
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
    nothing is known at the end, stand by the day's chance; by load, where that is not known, by enterprises a person before.
    """

    by: str = "chance"
    service: str = ""
    near: Point | None = None
    burdens: pl.DataFrame | None = None


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
    if asked.divisions:
        tests.append((pl.col("serves") & shelf.mask_of(asked.divisions)) != 0)
    if asked.seats:
        seats = [pl.col(f"at_{code}") > 0 for code in asked.seats if code in shelf.bits]
        tests.append(pl.any_horizontal(*seats) if seats else pl.lit(False))
    if asked.services or asked.lines or asked.industry is not None:
        tests.append(may(shelf, asked))
    return frame.filter(*tests)


def may(shelf: Shelf, asked: Asked) -> pl.Expr:
    """Whether it may give one of the services asked for; those that are not listed may give none."""
    asks = {"services": asked.services, "lines": asked.lines, "industry": asked.industry}
    want = wanted(shelf.slots, catalogue(), shelf.on, **asks)  # type: ignore[arg-type]
    own_trade = pl.lit(True)
    if asked.industry is not None:
        own_trade = (pl.col("trade") == "") | pl.lit(asked.industry).str.starts_with(pl.col("trade"))
    return ((pl.col("mask") & want.licensed) != 0) | (((pl.col("mask") & want.free) != 0) & own_trade)


def ordered(shelf: Shelf, frame: pl.DataFrame, order: Order) -> list[str]:
    """The credit codes of these rows in that order."""
    placed = frame.select("uscc", "rank", "name", key=pl.lit(0), then=pl.lit(0))
    match order.by:
        case "name":
            placed = placed.with_columns(key=pl.col("name"))
        case "price":
            placed = placed.with_columns(key=frame[f"price_{order.service}"])
        case "distance" if order.near:
            far = frame.select("pk").join(
                _distances(shelf, order.near), "pk", how="left", maintain_order="left"
            )
            placed = placed.with_columns(far["key"])
        case "load":
            placed = placed.with_columns(*_burdens(frame, order.burdens))
    return placed.sort("key", "then", "rank", nulls_last=True)["uscc"].to_list()


def _burdens(frame: pl.DataFrame, has: pl.DataFrame | None) -> Iterator[pl.Series]:
    """`load` and `each_serves` of each row."""
    has = pl.DataFrame(schema=COLUMNS) if has is None else has
    joined = frame.select("pk", "capacity", "staff").join(has, "pk", how="left", maintain_order="left")
    joined = joined.with_columns(pl.col(*Taken._fields).fill_null(0))
    known = (pl.col("capacity") > 0) & (pl.col("unstated") == 0)
    percent = pl.when(known).then((pl.col("tenths") * 10 / pl.col("capacity")).ceil())
    firms = pl.when(pl.col("staff") > 0).then(pl.col("firms") / pl.col("staff"))
    yield from joined.select(key=percent, then=firms)


def _distances(shelf: Shelf, near: Point) -> pl.DataFrame:
    """Provider -> kilometres to the nearest place; those without a known place are left out."""
    points = shelf.spots.unique(["longitude", "latitude"]).select("longitude", "latitude")
    far = [kilometres(near, Point(*point)) for point in points.iter_rows()]
    known = points.with_columns(key=pl.Series(far, dtype=pl.Int64))
    return shelf.spots.join(known, ["longitude", "latitude"]).group_by("pk").agg(pl.col("key").min())


def distance(card: Card, near: Point) -> int | None:
    """Whole kilometres to its nearest seat or branch; None where no place of it is known."""
    points = [place.point for place in card.places if place.point]
    return min((kilometres(near, point) for point in points), default=None)


def page(shelf: Shelf, codes: Sequence[str], *, after: str = "", before: str = "", size: int = PAGE) -> Page:
    """The page behind (or before) a known institution; the first one where that is not among them."""
    known = before or after
    at = codes.index(known) if known in codes else None
    if at is None:
        start, end = 0, size
    else:
        start, end = (max(at - size, 0), at) if before else (at + 1, at + 1 + size)
    shown = codes[start:end]
    return Page(
        rows=tuple(shelf.cards[code] for code in shown),
        count=len(codes),
        after=shown[-1] if shown and end < len(codes) else "",
        before=shown[0] if shown and start > 0 else "",
    )
