"""What institutions do now, computed from service relations: numbers only, never whom they serve."""

from collections.abc import Iterable, Mapping

from anfu.engagements.queries.taken import Taken, taken_on
from anfu.portal.shelf.card import Card
from anfu.portal.shelf.shelf import Shelf

Served = Mapping[int, Taken]  # provider -> what it has taken on; one without a relation is left out
NOTHING = Taken()


def served(shelf: Shelf, cards: Iterable[Card] | None = None) -> Served:
    """What these have taken on that day, or all of them."""
    keys = None if cards is None else [card.pk for card in cards]
    return taken_on(shelf.on, keys, shelf.rates)


def each_serves(card: Card, taken: Served) -> float | None:
    """Enterprises for each full-time person; None where nobody is known to work there."""
    staff = card.staff.get("staff", 0)
    return taken.get(card.pk, NOTHING).firms / staff if staff else None


def load(card: Card, taken: Served) -> int | None:
    """Percent of its people's days that its contracts take, rounded up; None where one names no number, or nobody is there."""
    has = taken.get(card.pk, NOTHING)
    return -(-has.tenths * 10 // card.capacity) if card.capacity and not has.unstated else None
