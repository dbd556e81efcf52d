"""A page of enterprises: first the keys of its rows from an index alone, then the rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, TypeAlias

from django.db import connection
from django.db.models import QuerySet

from anfu.core.actor import Actor
from anfu.core.reading.depth import PAGE, far_enough
from anfu.core.refusal import Refused
from anfu.registry import search
from anfu.registry.grams import terms, to_compare
from anfu.registry.models import EnterpriseVersion
from anfu.registry.queries.filter import TERRITORY, Filter, Nothing, Order, within
from anfu.registry.queries.walk import Place, Walk

CAP = 10_000
# A search or another room that gives more than this is not read through whole: the rest of the filter may be rarer.
WIDE = 4_000
# Rows that are looked up elsewhere one by one are not counted so far.
CAP_ELSEWHERE = 1_000
CHUNK = 5_000
# What a row of a list shows; the long texts and personal data are not even read.
SHOWN = (
    "name", "division", "town", "address", "industry", "section", "sector", "size_class", "size_provisional",
    "employees", "status", "above_scale", "hazard_level", "hazard_scheme", "placement", "placement_basis",
    "valid_from", "established_on", "enterprise__organisation__uscc",
)  # fmt: skip
Key: TypeAlias = tuple[int, int, int]  # COLUMNS of walk


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of one page; `total` is exact unless `capped` (there are more); `sampled`: the search was for something
    that stands in very many names, of which the first `WIDE` were looked at."""

    rows: list[EnterpriseVersion]
    after: str = ""
    before: str = ""
    total: int = 0
    capped: bool = False
    sampled: bool = False
    deepest: bool = False  # it goes on, but not without a filter

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
    """The page that is asked for, of what the actor may see on the day; TooDeep where it lies too far without a filter."""
    try:
        walk, sampled = _walk(within(chosen, actor), on, today, order)
    except Nothing:
        return Listing([])
    deepest = chosen == Filter() and _deepest(walk, asked)
    found = _few(walk, asked) if walk.ids is not None else _many(walk, asked)
    marks = [_mark(order, key) for key in found.keys]
    return Listing(
        _rows(walk, [key[1] for key in found.keys]),
        after=marks[-1] if marks and found.more_after else "",
        before=marks[0] if marks and found.more_before else "",
        total=min(found.total, cap_of(walk)),
        capped=found.total > cap_of(walk),
        sampled=sampled,
        deepest=deepest and found.more_after,
    )


def _deepest(walk: Walk, asked: Asked) -> bool:
    """Whether the page ends as deep as an unfiltered list goes."""
    start, backwards = _start(asked)
    if start is None:
        return False
    own = asked.size if backwards else 0

    def before(most: int) -> int:
        found = len(_keys(walk, start, True, most + own))
        return found - own if backwards else found + 1

    return far_enough(before, size=asked.size)


def cap_of(walk: Walk) -> int:
    """How far its rows are counted."""
    return CAP_ELSEWHERE if walk.chosen.sources and walk.ids is None else CAP


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
    total = walk.count(cap_of(walk) + 1)
    if walk.order.column == "headcount" and total > cap_of(walk):
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
    """The keys of the versions that fit, in order, at most `limit`: for exports and bulk work.

    Refused where the search is too wide to find them all.
    """
    try:
        walk, sampled = _walk(within(chosen, actor), on, today, order)
    except Nothing:
        return []
    if sampled:
        raise Refused("这几个字在太多企业的名称或地址里，找不全。请再写几个字，或者加上镇街。")
    enterprises = [key[1] for key in _keys(walk, None, False, limit)]
    by_enterprise: dict[int, int] = {}
    for start in range(0, len(enterprises), CHUNK):
        some = _in_force(walk, enterprises[start : start + CHUNK])
        by_enterprise |= dict(some.values_list("enterprise_id", "pk"))
    return [by_enterprise[key] for key in enterprises if key in by_enterprise]


def _rows(walk: Walk, enterprises: Sequence[int]) -> list[EnterpriseVersion]:
    """Their versions of the day with their codes, in this order, with what a list shows."""
    rows = _in_force(walk, enterprises).select_related("enterprise__organisation").only(*SHOWN)
    by_enterprise = {version.enterprise_id: version for version in rows}
    return [by_enterprise[key] for key in enterprises if key in by_enterprise]


def _in_force(walk: Walk, enterprises: Sequence[int]) -> QuerySet[EnterpriseVersion]:
    rows = EnterpriseVersion.objects.filter(enterprise__in=enterprises)
    return rows.as_of(walk.on) if walk.on < walk.today else rows.current()


def _walk(chosen: Filter, on: date, today: date, order: Order) -> tuple[Walk, bool]:
    """The way through the versions, and whether it sees only a part of them."""
    walk = Walk(chosen, on, today, order)
    walk = _through_sources(walk)
    if not chosen.text:
        return walk, False
    if search.is_code(chosen.text):
        return _meeting(walk, search.candidates(chosen.text, (), WIDE), ()), False
    found = search.candidates(chosen.text, chosen.places, WIDE)
    if found.complete:
        return _meeting(walk, found, to_compare(chosen.text)), False
    if walk.ids is not None:
        return replace(walk, words=tuple(terms(chosen.text))), False
    fitting = _keys(walk, None, False, WIDE + 1)
    if len(fitting) <= WIDE:
        return replace(walk, ids=[key[1] for key in fitting], words=tuple(terms(chosen.text))), False
    return _meeting(walk, found, to_compare(chosen.text)), True


def _meeting(walk: Walk, found: search.Found, words: tuple[str, ...]) -> Walk:
    ids = found.ids if walk.ids is None else sorted(set(walk.ids) & set(found.ids))
    return replace(walk, ids=ids, words=words)


def _through_sources(walk: Walk) -> Walk:
    """Where another room knows only few enterprises, go through those."""
    for source in walk.chosen.sources:
        sql = f"SELECT DISTINCT enterprise_id FROM {source.table} WHERE {source.where} LIMIT %s"  # noqa: S608  # nosec B608
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
    return key[0] if order.column == "facets" else key[2]


def _mark(order: Order, key: Key) -> str:
    return f"{_value(order, key)}.{key[1]}"


def _read(mark: str) -> Place | None:
    value, _, enterprise = mark.partition(".")
    try:
        return Place(int(value), int(enterprise))
    except ValueError:
        return None
