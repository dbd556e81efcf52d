"""What the views of this room share."""

from dataclasses import replace
from datetime import date

from django.http import Http404, HttpRequest

from anfu.core.actor import Actor
from anfu.portal.queries.burdens import burdens
from anfu.portal.queries.found import Order
from anfu.portal.shelf import Shelf, shelf_on
from anfu.portal.shelf.card import Card
from anfu.portal.web.asking import Asking
from anfu.registry.roster.uscc import clean


def who_and_when(request: HttpRequest) -> tuple[Actor, date]:
    """Who asks, and today."""
    return request.actor, request.today  # type: ignore[attr-defined]


def shelf_of(request: HttpRequest) -> Shelf:
    """What the public may know today."""
    return shelf_on(request.today)  # type: ignore[attr-defined]


def order_of(ask: Asking, shelf: Shelf) -> Order:
    """The order asked for, with what it takes to reckon it."""
    return replace(ask.order, burdens=burdens(shelf)) if ask.order.by == "load" else ask.order


def card_of(shelf: Shelf, uscc: str) -> Card:
    """The institution of that code; 404 for one that was never listed, just as for one that there is not."""
    found = shelf.cards.get(clean(uscc))
    if found is None:
        raise Http404
    return found
