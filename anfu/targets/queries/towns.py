"""Figures of towns: the cube stops at the county, so these are counted from the spans of one place."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count

from anfu.core.actor import Actor
from anfu.targets.figures import Figure, total
from anfu.targets.groups import GROUPS
from anfu.targets.models import Span
from anfu.targets.queries.cube import Filters


def by_town(on: date, actor: Actor, group: str, filters: Filters) -> dict[str, Figure]:
    """town -> figure of one group, of the towns that the actor may see rows of."""
    rows = filters.narrow(Span.objects.visible_to(actor).as_of(on)).in_group(group)
    found: dict[str, Figure] = {}
    for town, *state, count in _counted(rows, "town"):
        found[town] = found.get(town, Figure()) + _figure(state, count)
    return found


def uncovered_by_town(on: date, actor: Actor, group: str) -> list[tuple[str, int]]:
    """Towns of the actor's territory with the number of uncovered enterprises, most first."""
    rows = Span.objects.visible_to(actor).as_of(on).filter(covered=False).in_group(group)
    counted = rows.values_list("town").annotate(count=Count("pk")).order_by("-count", "town")
    return list(counted)


def own_towns(on: date, actor: Actor, groups: Iterable[str]) -> dict[str, Figure]:
    """group -> figure over the towns of a town officer, in one query."""
    rows = list(_counted(Span.objects.visible_to(actor).as_of(on), "groups"))
    return {
        code: total([_figure(state, count) for mask, *state, count in rows if mask & GROUPS[code].mask])
        for code in groups
    }


def _counted(rows: object, by: str) -> Iterable[tuple]:
    counted = rows.values_list(by, "covered", "newly", "lapsed").annotate(count=Count("pk")).order_by()  # type: ignore[attr-defined]
    return counted


def _figure(state: list[bool], count: int) -> Figure:
    covered, newly, lapsed = state
    return Figure(count, count * covered, count * newly, count * lapsed)
