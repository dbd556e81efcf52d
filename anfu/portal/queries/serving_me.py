"""The institutions that may serve one enterprise, by kind of service, in the order that the page states."""

from anfu.core.reading.depth import PAGE
from anfu.portal.queries.burdens import burdens
from anfu.portal.queries.found import Asked, Order, Page, found, may, ordered, page
from anfu.portal.queries.mine import Mine
from anfu.portal.shelf.shelf import Shelf
from anfu.providers.kinds import ServiceKind


def service_of(asked: str, own: Mine) -> str:
    """The kind of service asked for; else the first that the enterprise needs, or the first of all."""
    if asked in ServiceKind.values:
        return asked
    return own.needs[0].service if own.needs else ServiceKind.values[0]


def page_for(
    shelf: Shelf, own: Mine, service: str, by: str, *, after: str = "", before: str = "", size: int = PAGE
) -> Page:
    """A page of those that may give this service to the enterprise; by distance unless another order is asked for."""
    fit = found(shelf, Asked(services=[service], industry=own.industry))
    taken = burdens(shelf) if by == "load" else None
    codes = ordered(shelf, fit, Order(by, service, own.point, taken))
    return page(shelf, codes, after=after, before=before, size=size)


def counts(shelf: Shelf, own: Mine) -> dict[str, int]:
    """Each kind of service that the enterprise needs -> how many institutions may give it."""
    kinds = [need.service for need in own.needs]
    tests = {kind: may(shelf, Asked(services=[kind], industry=own.industry)).sum() for kind in kinds}
    return shelf.frame.select(**tests).row(0, named=True) if tests else {}
