"""The shelf of a day as a file, so that no request of that day has to read every institution.

A file counts only where this code made it, of this day and seed, from a ledger that the database still has; what was
entered since then is read anew. It holds nothing that is not public.
"""

import gc
import hashlib
import json
import logging
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from anfu.portal.rules.distance import Point
from anfu.portal.shelf import news
from anfu.portal.shelf.card import Card, Place
from anfu.portal.shelf.centres import centres
from anfu.portal.shelf.shelf import Shelf, shelf_of
from anfu.portal.shelf.slots import slots
from anfu.providers.rules.catalogue import catalogue

SOURCES = ("portal/shelf", "portal/rules", "providers/rules", "providers/queries")
DATES = ("since", "term_end")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """A shelf, and how the ledger stood when its institutions were read."""

    shelf: Shelf
    heads: news.Heads


def folder() -> Path:
    """Where the files lie, one a day."""
    return Path(settings.HOME) / "directory"


def write(kept: Kept) -> None:
    """Whole or not at all; older days go. A disk that takes nothing costs time at the next start, nothing else."""
    if not kept.heads:
        return  # an empty ledger could be any database's
    shelf, path = kept.shelf, _path(kept.shelf.on)
    told = {
        "made_by": made_by(shelf.on), "seed": shelf.seed, "heads": kept.heads, "rates": shelf.rates,
        "cards": [_packed(card) for card in shelf.cards.values()],
    }  # fmt: skip
    part = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(zlib.compress(json.dumps(told, ensure_ascii=False).encode(), 1))
        part.replace(path)
        before = _path(shelf.on - timedelta(1)).name  # still asked for, when tomorrow's is made
        for other in path.parent.glob("*.z"):
            if other.name < before:
                other.unlink(missing_ok=True)
    except OSError:
        _log.warning("The directory's file was not written", exc_info=True)


def read(on: date, seed: str) -> Kept | None:
    """The day's file; None where there is none that counts."""
    try:
        with _without_collecting():
            return _read(on, seed)
    except (OSError, zlib.error, ValueError, LookupError, TypeError, AttributeError):
        return None


def _read(on: date, seed: str) -> Kept | None:
    told = json.loads(zlib.decompress(_path(on).read_bytes()))
    if (told["made_by"], told["seed"]) != (made_by(on), seed):
        return None
    heads = {code: (length, head) for code, (length, head) in told["heads"].items()}
    if not news.still_there(heads):
        return None
    cards = [_unpacked(row) for row in told["cards"]]
    return Kept(shelf_of({card.uscc: card for card in cards}, on, seed, told["rates"]), heads)


def made_by(on: date) -> str:
    """What the cards of a day follow from beside the database: the code, and the data that ships with it."""
    data = (slots(catalogue(), on), catalogue(), sorted(centres().items()))
    return hashlib.sha256((_code() + repr(data)).encode()).hexdigest()


@cache
def _code() -> str:
    root = Path(settings.PACKAGE)
    found = sorted(path for place in SOURCES for path in (root / place).glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in found)).hexdigest()


def _path(on: date) -> Path:
    return folder() / f"{on.isoformat()}.z"


def _packed(card: Card) -> list[Any]:
    told = {name: getattr(card, name) for name in Card.__slots__}
    told |= {name: told[name].isoformat() for name in DATES if told[name]}
    told["serves"] = sorted(card.serves)
    told["places"] = [[each.division, each.point] for each in card.places]
    return list(told.values())


def _unpacked(row: list[Any]) -> Card:
    for at in _DATES:
        row[at] = _day(row[at]) if row[at] else None
    row[_SERVES] = frozenset(row[_SERVES])
    row[_PLACES] = tuple([Place(code, Point(*point) if point else None) for code, point in row[_PLACES]])
    return Card(*row)


_SERVES, _PLACES, *_DATES = (Card.__slots__.index(name) for name in ("serves", "places", *DATES))
_day = lru_cache(10_000)(date.fromisoformat)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Some 100,000 things come and all stay: looking meanwhile for those that nobody holds takes half of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
