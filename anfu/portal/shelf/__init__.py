"""What the directory is searched in: every institution of which the public may know, kept in memory for a day.

Each process reads all of them once a day, and again those of which the ledger says something new before it answers. So
what is found is what the database says, and a search over 20,000 institutions asks it for one row a stream of the ledger.
"""

import threading
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from anfu.core import parameters
from anfu.engagements.queries.load import rates_in
from anfu.portal.shelf import news
from anfu.portal.shelf.loading import cards
from anfu.portal.shelf.seed import seed_of
from anfu.portal.shelf.shelf import Shelf, shelf_of

__all__ = ["Shelf", "shelf_on"]


@dataclass(frozen=True)
class _Kept:
    shelf: Shelf
    lengths: news.Lengths


_kept: _Kept | None = None
_lock = threading.Lock()


def shelf_on(on: date) -> Shelf:
    """Those of which the public may know that day, as the database says now."""
    global _kept
    if not settings.DIRECTORY_KEPT:
        return _whole(on)
    with _lock:
        # Read before the rows: what is written in between is read again next time.
        now = news.lengths()
        if _kept is None or _kept.shelf.on != on:
            _kept = _Kept(_whole(on), now)
        elif _kept.lengths != now:
            _kept = _Kept(_newer(_kept, now), now)
        return _kept.shelf


def _whole(on: date) -> Shelf:
    seed, values = seed_of(on), parameters.table(on=on)
    return shelf_of(cards(on, seed, values), on, seed, rates_in(values))


def _newer(kept: _Kept, now: news.Lengths) -> Shelf:
    concerned = news.since(kept.lengths, now)
    if concerned is None:
        return _whole(kept.shelf.on)
    if not concerned:
        return kept.shelf
    before, on, seed = kept.shelf.cards, kept.shelf.on, kept.shelf.seed
    stays = {code: card for code, card in before.items() if code not in concerned}
    changed = cards(on, seed, parameters.table(on=on), concerned)
    return (
        shelf_of(stays | changed, on, seed, kept.shelf.rates)
        if changed or len(stays) < len(before)
        else kept.shelf
    )
