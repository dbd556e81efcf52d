"""The shelf of a day as a file, so that no request of that day has to read every institution.

A file counts only where this code made it, of this day and seed, from a ledger that the database still has; what was
entered since then is read anew. It holds nothing that is not public.
"""

import hashlib
import json
import logging
import os
import zlib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
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
        told = json.loads(zlib.decompress(_path(on).read_bytes()))
        if (told["made_by"], told["seed"]) != (made_by(on), seed):
            return None
        heads = {code: (length, head) for code, (length, head) in told["heads"].items()}
        if not news.still_there(heads):
            return None
        cards = [_unpacked(row) for row in told["cards"]]
        shelf = shelf_of({card.uscc: card for card in cards}, on, seed, told["rates"])
    except (OSError, zlib.error, ValueError, KeyError, TypeError):
        return None
    return Kept(shelf, heads)


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


def _packed(card: Card) -> dict[str, Any]:
    told = {name: getattr(card, name) for name in Card.__slots__}
    told |= {name: told[name].isoformat() for name in DATES if told[name]}
    return told | {
        "serves": sorted(card.serves),
        "places": [[each.division, each.point] for each in card.places],
    }


def _unpacked(told: dict[str, Any]) -> Card:
    told |= {name: date.fromisoformat(told[name]) for name in DATES if told[name]}
    told["serves"] = frozenset(told["serves"])
    told["places"] = tuple(Place(code, Point(*point) if point else None) for code, point in told["places"])
    return Card(**told)
