"""One institution as a line of a list and as a row of what programs read."""

from typing import Any

from anfu.portal.queries.found import distance
from anfu.portal.queries.served import NOTHING, Served, each_serves, load
from anfu.portal.rules.distance import Point
from anfu.portal.shelf.card import Card
from anfu.portal.shelf.shelf import Shelf
from anfu.portal.shelf.slots import services_of
from anfu.portal.web import words
from anfu.providers.web.words import place_name

EVERYWHERE = ""


def lines_of(card: Card, shelf: Shelf) -> list[str]:
    """The lines of business in which its licences let it work, each once."""
    found = services_of(card.mask, shelf.slots).values()
    return list(dict.fromkeys(line for each in found for line in each if line != EVERYWHERE))


def card_line(
    card: Card, shelf: Shelf, taken: Served, *, service: str = "", near: Point | None = None
) -> dict[str, Any]:
    """What a list shows; `service`: whose price, `near`: from where the distance."""
    status, state = words.STATES[card.state]
    each, share, has = each_serves(card, taken), load(card, taken), taken.get(card.pk, NOTHING)
    return {
        "card": card,
        "name": card.name,
        "uscc": card.uscc,
        "kind": words.KINDS[card.kind],
        "place": place_name(card.division),
        "services": [words.SERVICES[kind] for kind in services_of(card.mask, shelf.slots)],
        "lines": "、".join(dict.fromkeys(words.line_label(line) for line in lines_of(card, shelf))),
        "staff": card.staff.get("staff", 0),
        "engineers": card.staff.get("cse", 0),
        "served": has.firms,
        "each": "—" if each is None else f"{each:.1f}\u00a0家",
        "load": "算不出" if share is None else f"{share}%",
        "price": card.prices.get(service),
        "distance": distance(card, near) if near else None,
        "status": status,
        "state": state,
    }


def row_of(card: Card, shelf: Shelf, taken: Served) -> dict[str, Any]:
    """What programs read of it: all that is public, codes as codes. Nothing known is null, never zero."""
    has = taken.get(card.pk, NOTHING)
    return {
        "uscc": card.uscc,
        "name": card.name,
        "kind": card.kind,
        "division": card.division,
        "state": card.state,
        "since": card.since,
        "term_end": card.term_end,
        "reason": card.reason,
        "services": services_of(card.mask, shelf.slots),
        "serves": sorted(card.serves),
        "places": [place.division for place in card.places],
        "staff": dict(card.staff),
        "prices_fen": dict(card.prices),
        "enterprises_served": has.firms,
        "capacity_days": card.capacity,
        "promised_days": None if has.unstated else has.tenths / 10,
        "grade": None,
    }
