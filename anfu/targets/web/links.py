"""Addresses of pages with their state in them; a figure opens only for readers who may see all its rows."""

from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from anfu.core.actor import Actor
from anfu.targets.figures import Figure
from anfu.targets.queries.cube import Filters
from anfu.targets.queries.rows import opens

UNKNOWN = "none"  # how an empty sector or size stands in an address
CITY = "city"  # the whole city, for readers whose own county is shown first


def rows_href(actor: Actor, on: date, group: str, state: str, filters: Filters, *, town: str = "") -> str:
    """The rows under a figure, or "" where this reader may not see them all."""
    if not (opens(actor, filters.division) or (town and actor.towns == frozenset({town}))):
        return ""
    query = {"on": on.isoformat(), "group": group, "state": state, "division": filters.division}
    query |= {"sector": coded(filters.sector), "size": coded(filters.size_class), "town": town}
    kept = {name: value for name, value in query.items() if value}
    return f"{reverse('targets:rows')}?{urlencode(kept)}"


def gap_href(actor: Actor, on: date, group: str, figure: Figure, missing: int, filters: Filters) -> str:
    """The uncovered rows, where the gap is exactly these; a gap to half of all names no rows."""
    if not missing or missing != figure.uncovered:
        return ""
    return rows_href(actor, on, group, "uncovered", filters)


def coded(value: str | None) -> str:
    """A sector or size as an address holds it."""
    return "" if value is None else value or UNKNOWN


def decoded(text: str, known: dict[str, str]) -> str | None:
    """The reverse of `coded`; what is not known narrows nothing."""
    value = "" if text == UNKNOWN else text
    return value if text and value in known else None


def enterprise_href(uscc: str) -> str:
    """The enterprise's own page, in the registry."""
    return f"/enterprises/{uscc}/"
