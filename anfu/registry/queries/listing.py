"""A page of enterprises: first the keys of its rows from an index alone, then the rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection

from anfu.core.actor import Actor
from anfu.registry import search
from anfu.registry.models import EnterpriseVersion
from anfu.registry.queries.filter import TERRITORY, Filter, Nothing, Order, within
from anfu.registry.queries.walk import Place, Walk

CAP = 10_000
# Of a search for something that stands in very many names, so many are looked at for the other conditions.
SAMPLE = 40_000
PAGE = 50


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of one page; `total` is exact unless `capped`; `sampled`: the search was too wide to look at all."""

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
    total = walk.count(CAP + 1)
    if order.column == "headcount" and total > CAP:
        walk = replace(walk, by_headcount=walk.ids is None)
    start = _read(asked.before or asked.after)
    backwards = bool(asked.before) and start is not None
    keys = _keys(walk, start, backwards, asked.size + 1)
    more, keys = len(keys) > asked.size, keys[: asked.size]
    if backwards:
        keys.reverse()
    marks = [_mark(order, key) for key in keys]
    return Listing(
        rows_of([key[2] for key in keys]),
        after=marks[-1] if marks and (more or backwards) else "",
        before=marks[0] if marks and (more if backwards else start is not None) else "",
        total=min(total, CAP),
        capped=total > CAP,
        sampled=sampled,
    )


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
    """These versions with their organisations, in the order of the keys, without the long texts."""
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
    found = search.candidates(chosen.text, chosen.places, CAP)
    spoken = replace(chosen, text="") if search.is_code(chosen.text) else chosen
    if found.complete or walk.ids is not None:
        return replace(walk, chosen=spoken, ids=_both(walk.ids, found)), False
    silent = replace(walk, chosen=replace(chosen, text=""))
    fitting = _keys(silent, None, False, CAP + 1)
    if len(fitting) <= CAP:
        return replace(walk, ids=[key[1] for key in fitting]), False
    wide = search.candidates(chosen.text, chosen.places, SAMPLE)
    return replace(walk, ids=wide.ids), not wide.complete


def _both(ids: Sequence[int] | None, found: search.Found) -> Sequence[int]:
    """Few of another room stay as they are where the search is wide: their names are compared anyway."""
    if ids is None:
        return found.ids
    return sorted(set(ids) & set(found.ids)) if found.complete else ids


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


def _keys(walk: Walk, start: Place | None, backwards: bool, limit: int) -> list[tuple[int, int, int, int]]:
    sql, parameters = walk.select(start, backwards, limit)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _mark(order: Order, key: tuple[int, int, int, int]) -> str:
    return f"{key[0] if order.column == 'facets' else key[3]}.{key[1]}"


def _read(mark: str) -> Place | None:
    value, _, enterprise = mark.partition(".")
    try:
        return Place(int(value), int(enterprise))
    except ValueError:
        return None
