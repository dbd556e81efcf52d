"""What all institutions have taken on, kept in memory for a day: read again once the ledger tells of a change of relations."""

import threading
from dataclasses import dataclass

import polars as pl
from django.conf import settings

from anfu.engagements.queries.taken import Taken, taken_on
from anfu.portal.shelf import news
from anfu.portal.shelf.shelf import Shelf

COLUMNS = pl.Schema({"pk": pl.UInt64} | dict.fromkeys(Taken._fields, pl.Int64))
# What these rooms enter never changes whom an institution serves, by which terms.
ELSEWHERE = ("experts.", "people.", "providers.", "targeting.")


@dataclass(frozen=True)
class Kept:
    """The frame, of which day and rates, and how the ledger stood when it was read."""

    shelf: Shelf
    heads: news.Heads
    frame: pl.DataFrame


_kept: Kept | None = None
_lock = threading.Lock()


def burdens(shelf: Shelf) -> pl.DataFrame:
    """`pk` and the fields of `Taken` of every institution that serves somebody that day."""
    global _kept
    if not settings.DIRECTORY_KEPT:
        return _read(shelf)
    with _lock:
        # Read before the rows: what is written in between is read again next time.
        heads = news.heads()
        same = _kept is not None and (_kept.shelf.on, _kept.shelf.rates) == (shelf.on, shelf.rates)
        stands = same and _kept is not None and not news.changed(_kept.heads, heads, ELSEWHERE)
        frame = _kept.frame if stands and _kept is not None else _read(shelf)
        _kept = Kept(shelf, heads, frame)
        return frame


def _read(shelf: Shelf) -> pl.DataFrame:
    rows = [(key, *taken) for key, taken in taken_on(shelf.on, None, shelf.rates).items()]
    return pl.DataFrame(rows, COLUMNS, orient="row")
