"""A page of enterprises: first the keys of its rows from an index alone, then the rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, TypeAlias

from django.db import connection

from anfu.core.actor import Actor
from anfu.registry import search
from anfu.registry.grams import terms, to_compare
from anfu.registry.models import EnterpriseVersion
from anfu.registry.queries.filter import TERRITORY, Filter, Nothing, Order, within
from anfu.registry.queries.walk import Place, Walk

CAP = 10_000
PAGE = 50
# What a row of a list shows; the long texts and personal data are not even read.
SHOWN = (
    "name", "division", "town", "address", "industry", "section", "sector", "size_class", "size_provisional",
    "employees", "status", "above_scale", "hazard_level", "hazard_scheme", "placement", "placement_basis",
    "valid_from", "established_on", "enterprise__organisation__uscc",
)  # fmt: skip
Key: TypeAlias = tuple[int, int, int, int]  # COLUMNS of walk


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of one page; `total` is exact unless `capped`; `sampled`: the search
    was for something that stands in very many names, of which the first `CAP` were looked at."""

    rows: list[EnterpriseVersion]
    after: str = ""
    before: str = ""
    total: int = 0
    capped: bool = False
    sampled: bool = False

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Asked:
    """Where in the list the page begins: marks as a former page gave them."""

    after: str = ""
    before: str = ""
    size: int = PAGE


def page(
    chosen: Filter, actor: Actor, *, on: date, today: date, order: Order = TERRITORY, asked: Asked = Asked()
) -> Listing:
    """The page that is asked for, of what the actor may see on the day."""
    try:
        walk, sampled = _walk(within(chosen, actor), on, today, order)
    except Nothing:
        return Listing([])
    found = _few(walk, asked) if walk.ids is not None else _many(walk, asked)
    marks = [_mark(order, key) for key in found.keys]
    return Listing(
        rows_of([key[2] for key in found.keys]),
        after=marks[-1] if marks and found.more_after else "",
        before=marks[0] if marks and found.more_before else "",
        total=min(found.total, CAP),
        capped=found.total > CAP,
        sampled=sampled,
    )


class _Found(NamedTuple):
    keys: list[Key]
    total: int
    more_before: bool
    more_after: bool


def _few(walk: Walk, asked: Asked) -> _Found:
    """Through few enterprises: all that fit in one go, of which a page is cut."""
    keys = _keys(walk, None, False, CAP + 1)
    start, backwards = _start(asked)
    low = 0
    if start is not None:
        falling = walk.order.falling
        place = sum(_stands_before(walk.order, key, start, falling, backwards) for key in keys)
        low = max(0, place - asked.size) if backwards else place
    high = low + asked.size
    return _Found(keys[low:high], len(keys), low > 0, high < len(keys))


def _stands_before(order: Order, key: Key, start: Place, falling: bool, backwards: bool) -> bool:
    """Whether the row stands before the mark; the mark itself too, unless the page ends there."""
    mine, other = (_value(order, key), key[1]), (start.value, start.enterprise)
    if mine == other:
        return not backwards
    return (mine > other) if falling else (mine < other)


def _many(walk: Walk, asked: Asked) -> _Found:
    """Through an index, from the mark on; counted apart, up to the cap."""
    total = walk.count(CAP + 1)
    if walk.order.column == "headcount" and total > CAP:
        walk = replace(walk, by_headcount=True)
    start, backwards = _start(asked)
    keys = _keys(walk, start, backwards, asked.size + 1)
    more, keys = len(keys) > asked.size, keys[: asked.size]
    if backwards:
        return _Found(keys[::-1], total, more, True)
    return _Found(keys, total, start is not None, more)


def _start(asked: Asked) -> tuple[Place | None, bool]:
    start = _read(asked.before or asked.after)
    return start, bool(asked.before) and start is not None


def version_ids(
    chosen: Filter, actor: Actor, *, on: date, today: date, limit: int, order: Order = TERRITORY
) -> list[int]:
    """The keys of the versions that fit, in order, at most `limit`: for exports and bulk work."""
    try:
        walk, _ = _walk(within(chosen, actor), on, today, order)
    except Nothing:
        return []
    return [key[2] for key in _keys(walk, None, False, limit)]


def count(chosen: Filter, actor: Actor, *, on: date, today: date, limit: int = CAP) -> int:
    """How many fit, counted up to `limit` + 1."""
    try:
        walk, _ = _walk(within(chosen, actor), on, today, TERRITORY)
    except Nothing:
        return 0
    return walk.count(limit + 1)


def rows_of(ids: Sequence[int]) -> list[EnterpriseVersion]:
    """These versions with their codes, in the order of the keys, with what a list shows."""
    found = (
        EnterpriseVersion.objects.filter(pk__in=ids).select_related("enterprise__organisation").defer("scope")
    )
    by_key = {version.pk: version for version in found}
    return [by_key[key] for key in ids if key in by_key]


def _walk(chosen: Filter, on: date, today: date, order: Order) -> tuple[Walk, bool]:
    """The way through the versions, and whether it sees only a part of them."""
    walk = Walk(chosen, on, today, order)
    walk = _through_sources(walk)
    if not chosen.text:
        return walk, False
    if search.is_code(chosen.text):
        return _meeting(walk, search.candidates(chosen.text, (), CAP), ()), False
    found = search.candidates(chosen.text, chosen.places, CAP)
    if found.complete:
        return _meeting(walk, found, to_compare(chosen.text)), False
    if walk.ids is not None:
        return replace(walk, words=tuple(terms(chosen.text))), False
    fitting = _keys(walk, None, False, CAP + 1)
    if len(fitting) <= CAP:
        return replace(walk, ids=[key[1] for key in fitting], words=tuple(terms(chosen.text))), False
    return _meeting(walk, found, to_compare(chosen.text)), True


def _meeting(walk: Walk, found: search.Found, words: tuple[str, ...]) -> Walk:
    ids = found.ids if walk.ids is None else sorted(set(walk.ids) & set(found.ids))
    return replace(walk, ids=ids, words=words)


def _through_sources(walk: Walk) -> Walk:
    """Where another room knows only few enterprises, go through those."""
    for source in walk.chosen.sources:
        sql = f"SELECT DISTINCT enterprise_id FROM {source.table} WHERE {source.where} LIMIT %s"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(sql, [*source.parameters, CAP + 1])
            ids = [row[0] for row in cursor.fetchall()]
        if len(ids) <= CAP:
            left = tuple(each for each in walk.chosen.sources if each is not source)
            return replace(walk, ids=ids, chosen=replace(walk.chosen, sources=left))
    return walk


def _keys(walk: Walk, start: Place | None, backwards: bool, limit: int) -> list[Key]:
    sql, parameters = walk.select(start, backwards, limit)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _value(order: Order, key: Key) -> int:
    return key[0] if order.column == "facets" else key[3]


def _mark(order: Order, key: Key) -> str:
    return f"{_value(order, key)}.{key[1]}"


def _read(mark: str) -> Place | None:
    value, _, enterprise = mark.partition(".")
    try:
        return Place(int(value), int(enterprise))
    except ValueError:
        return None
