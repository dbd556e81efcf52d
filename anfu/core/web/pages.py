"""Pages of a list by key: a page starts after a known row, so that page 1,000 costs what page 1 costs."""

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial, reduce
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Model, OrderBy, Q, QuerySet
from django.http import QueryDict

from anfu.core.reading.depth import PAGE, far_enough


@dataclass(frozen=True)
class Order:
    """The one column a list is sorted by (a related one with __, as in queries).

    Rows without a value come last, equal ones by key; say `nullable` where there can be such rows.
    """

    field: str = "pk"
    descending: bool = False
    nullable: bool = False


@dataclass(frozen=True)
class Page:
    """Some rows of a list and the places before and after them ("" at its ends)."""

    rows: list[Any]
    after: str = ""
    before: str = ""
    deepest: bool = False  # it goes on, but not without a filter

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def page_of(
    queryset: QuerySet[Any], order: Order, query: QueryDict, size: int = PAGE, *, narrowed: bool = True
) -> Page:
    """The page that ?after= or ?before= asks for; a place that cannot be read gives the first page.

    `narrowed` off: nothing was filtered, and the list ends where `core.reading.depth` says (TooDeep beyond).
    """
    before, after = _place(query.get("before")), _place(query.get("after"))
    backwards = before is not None
    place = before if backwards else after
    chosen = queryset.order_by(*_ordering(order, backwards))
    if place is not None:
        try:
            chosen = chosen.filter(_beyond(order, place, backwards))
        except (ValidationError, ValueError, TypeError):
            place, backwards, chosen = None, False, queryset.order_by(*_ordering(order, False))
    deepest = False
    if place is not None and not narrowed:
        deepest = far_enough(
            partial(_rows_before, queryset, order, place, size if backwards else 0), size=size
        )
    rows = list(chosen[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    has_after, has_before = (True, more) if backwards else (more, place is not None)
    return Page(
        rows,
        after=_mark(rows[-1], order) if rows and has_after else "",
        before=_mark(rows[0], order) if rows and has_before else "",
        deepest=deepest and has_after,
    )


def _rows_before(
    queryset: QuerySet[Any], order: Order, place: tuple[Any, Any], of_page: int, most: int
) -> int:
    """How many rows stand before the page, counted up to `most`; `of_page` rows before the place are its own."""
    ordered = queryset.order_by(*_ordering(order, True)).filter(_beyond(order, place, True))
    return ordered[: most + of_page].count() - of_page + (0 if of_page else 1)


def _ordering(order: Order, backwards: bool) -> list[OrderBy]:
    descending = order.descending != backwards
    last = {"nulls_first": True} if backwards else {"nulls_last": True}
    by_key = F("pk").desc() if backwards else F("pk").asc()
    if order.field == "pk":
        return [F("pk").desc() if descending else F("pk").asc()]
    nulls = last if order.nullable else {}
    column = F(order.field).desc(**nulls) if descending else F(order.field).asc(**nulls)
    return [column, by_key]


def _beyond(order: Order, place: tuple[Any, Any], backwards: bool) -> Q:
    value, key = place
    descending = order.descending != backwards
    step = "lt" if descending else "gt"
    if order.field == "pk":
        return Q(**{f"pk__{step}": key})
    next_key = Q(pk__lt=key) if backwards else Q(pk__gt=key)
    if value is None:
        among_nulls = Q(**{f"{order.field}__isnull": True}) & next_key
        return among_nulls | Q(**{f"{order.field}__isnull": False}) if backwards else among_nulls
    # The first condition lets the database enter the index at the right place.
    beyond = Q(**{f"{order.field}__{step}e": value}) & (Q(**{f"{order.field}__{step}": value}) | next_key)
    if order.nullable and not backwards:
        return beyond | Q(**{f"{order.field}__isnull": True})
    return beyond


def _mark(row: Model | dict[str, Any], order: Order) -> str:
    if isinstance(row, dict):
        value, key = row.get(order.field), row.get("pk", row.get("id"))
    else:
        value, key = reduce(getattr, order.field.split("__"), row), row.pk
    text = value.isoformat() if isinstance(value, date | datetime) else value
    packed = json.dumps([None if order.field == "pk" else text, key], ensure_ascii=False, default=str)
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _place(mark: str | None) -> tuple[Any, Any] | None:
    if not mark:
        return None
    try:
        value, key = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
    except (ValueError, TypeError, binascii.Error):
        return None
    if isinstance(value, list | dict) or not isinstance(key, int | str):
        return None
    return value, key


def sort_of(query: QueryDict, allowed: dict[str, Order], default: str) -> tuple[str, Order]:
    """The sort that ?sort= asks for ("name", or "-name" for falling), among those allowed.

    `allowed` maps the name used in the address to its column. Returns the name as asked and the order.
    """
    asked = query.get("sort", default)
    name = asked.removeprefix("-")
    if name not in allowed:
        asked = default
        name = asked.removeprefix("-")
    column = allowed[name]
    return asked, Order(column.field, asked.startswith("-"), column.nullable)
