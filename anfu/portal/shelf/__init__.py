"""What the directory is searched in: every institution of which the public may know, kept in memory for a day.

Each process begins a day with the file that the platform prepared for it (`store`), and reads again those of which the
ledger says something new before it answers. So what is found is what the database says, and a search over 20,000
institutions asks it for one row a stream of the ledger.
"""

import threading
from datetime import date

from django.conf import settings

from anfu.core import parameters
from anfu.engagements.queries.load import rates_in
from anfu.portal.shelf import news, store
from anfu.portal.shelf.loading import cards
from anfu.portal.shelf.seed import seed_of
from anfu.portal.shelf.shelf import Shelf, shelf_of
from anfu.portal.shelf.store import Kept

__all__ = ["Shelf", "prepare", "shelf_on"]

_kept: Kept | None = None
_lock = threading.Lock()


def shelf_on(on: date) -> Shelf:
    """Those of which the public may know that day, as the database says now."""
    global _kept
    if not settings.DIRECTORY_KEPT:
        return _whole(on)
    with _lock:
        known = _kept if _kept is not None and _kept.shelf.on == on else None
        _kept = _now(on, known)
        return _kept.shelf


def prepare(on: date) -> None:
    """Bring the file of a day up to date, so that whoever begins with it has little to read."""
    known = store.read(on, seed_of(on))
    now = _now(on, known)
    if known is None or now.heads != known.heads:
        store.write(now)


def _now(on: date, known: Kept | None) -> Kept:
    """What is known, or else the day's file, with what has been entered since."""
    # Read before the rows: what is written in between is read again next time.
    heads = news.heads()
    known = known or store.read(on, seed_of(on))
    if known is None:
        made = Kept(_whole(on), heads)
        store.write(made)
        return made
    return known if known.heads == heads else Kept(_newer(known, heads), heads)


def _whole(on: date) -> Shelf:
    seed, values = seed_of(on), parameters.table(on=on)
    return shelf_of(cards(on, seed, values), on, seed, rates_in(values))


def _newer(kept: Kept, now: news.Heads) -> Shelf:
    concerned = news.since(kept.heads, now)
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
