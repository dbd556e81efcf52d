"""The institutions that may serve one enterprise, by kind of service, in the order that the page states."""

from anfu.portal.queries.found import Asked, Order, Page, found, ordered, page
from anfu.portal.queries.mine import Mine
from anfu.portal.queries.served import load, served
from anfu.portal.shelf.shelf import Shelf
from anfu.providers.kinds import ServiceKind


def service_of(asked: str, own: Mine) -> str:
    """The kind of service asked for; else the first that the enterprise needs, or the first of all."""
    if asked in ServiceKind.values:
        return asked
    return own.needs[0].service if own.needs else ServiceKind.values[0]


def page_for(
    shelf: Shelf, own: Mine, service: str, by: str, *, after: str = "", before: str = "", size: int = 50
) -> Page:
    """A page of those that may give this service to the enterprise; by distance unless another order is asked for."""
    loads: dict[str, float] = {}
    fit = found(shelf, Asked(services=[service], industry=own.industry))
    if by == "load":
        firms = served(shelf.on)
        burdens = {code: load(shelf.cards[code], firms) for code in fit["uscc"]}
        loads = {code: burden for code, burden in burdens.items() if burden is not None}
    codes = ordered(shelf, fit, Order(by, service, own.point, loads))
    return page(shelf, codes, after=after, before=before, size=size)


def counts(shelf: Shelf, own: Mine) -> dict[str, int]:
    """Kind of service -> how many institutions may give it to the enterprise."""
    return {
        kind: found(shelf, Asked(services=[kind], industry=own.industry)).height
        for kind in ServiceKind.values
    }
