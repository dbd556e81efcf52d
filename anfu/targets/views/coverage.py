"""Coverage as of a day: figures, trend, map, ranking, breakdown, why not covered (一(二))."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from anfu.core.actor import Actor
from anfu.core.permissions import needs
from anfu.core.web.facets import FilterBar
from anfu.core.web.query import changed
from anfu.core.web.shell import requested_day
from anfu.targets import days, figures, labels
from anfu.targets.groups import GROUPS, HIGH_RISK, INDUSTRIAL
from anfu.targets.queries import rows as row_queries
from anfu.targets.queries.cube import Filters
from anfu.targets.queries.overview import TARGETED, Overview, overview, trend
from anfu.targets.queries.rows import Chosen
from anfu.targets.queries.wanted import wanted
from anfu.targets.web import chosen, ranking
from anfu.targets.web.breakdown import breakdown, sides, why_not
from anfu.targets.web.enterprises import enterprise_lines
from anfu.targets.web.headline import headlines
from anfu.targets.web.own import own_town
from anfu.targets.web.trend import chart

PREVIEW = 5


@needs("targets.view")
@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    """The whole page in a fixed number of queries, however many enterprises there are."""
    actor, on = request.actor, requested_day(request)  # type: ignore[attr-defined]
    filters = chosen.filters_of(request)
    seen = overview(on, actor, filters)
    ends, found = trend(on, actor, filters)
    context = {
        "on": on,
        "place": labels.place_name(filters.division),
        "filters": filters,
        "bar": FilterBar(tuple(chosen.side_facets(request.GET, filters))),
        "shortcuts": _shortcuts(request, on),
        "headlines": headlines(seen, actor, filters),
        "own": own_town(actor, on, seen.targets),
        "chart": chart(seen, ends, found, actor, filters),
        **_map(request.GET, seen, filters),
        **_ranking(request.GET, seen, actor, filters),
        **_breakdown(request.GET, seen, actor, filters),
        **_why(seen, actor, filters, chosen.group_of(request.GET)),
    }
    return render(request, "targets/coverage.html", context)


@needs("targets.view")
@require_GET
def basis(request: HttpRequest) -> HttpResponse:
    """How it is counted, with the parameters of that day."""
    on = requested_day(request)
    targets = wanted(on)
    context = {
        "on": on,
        "groups": list(GROUPS.values()),
        "high_risk": figures.percent(targets.of_group(HIGH_RISK)),
        "industrial": figures.percent(targets.of_group(INDUSTRIAL)),
        "newly": figures.percent(targets.newly()),
        "soon": targets.value("ending_soon_days"),
        "forecast_days": figures.FORECAST_DAYS,
    }
    return render(request, "targets/basis.html", context)


def _shortcuts(request: HttpRequest, on: date) -> list[dict[str, Any]]:
    today = request.today  # type: ignore[attr-defined]
    named = [("今天", today), ("上月末", days.last_month_end(today)), ("去年末", days.last_year_end(today))]
    return [
        {
            "label": label,
            "href": f"?{changed(request.GET, {'on': None if day == today else day.isoformat()})}",
            "current": day == on,
        }
        for label, day in named
    ]


def _group(query: QueryDict) -> str:
    group = chosen.group_of(query)
    return group if group in TARGETED else HIGH_RISK


def _map(query: QueryDict, seen: Overview, filters: Filters) -> dict[str, Any]:
    group = _group(query)
    base = changed(query, {"division": None})
    return {
        "map_title": f"各地{GROUPS[group].label}覆盖率",
        "tiles": ranking.tiles(seen, filters, group, f"?{base}&division=" if base else "?division="),
        "legend": ranking.legend(seen.targets.of_group(group) or figures.FULL),
    }


def _ranking(query: QueryDict, seen: Overview, actor: Actor, filters: Filters) -> dict[str, Any]:
    rank = query.get("rank", "") if query.get("rank", "") in ranking.RANKS else "high_risk"
    return {
        "ranking": ranking.ranking(seen, actor, filters, rank),
        "ranks": _switch(query, "rank", ranking.RANKS, rank, "#ranking"),
    }


def _breakdown(query: QueryDict, seen: Overview, actor: Actor, filters: Filters) -> dict[str, Any]:
    offered = sides(filters, actor)
    by = query.get("by", "") if query.get("by", "") in offered else "class"
    group = chosen.group_of(query)
    groups = {code: GROUPS[code].label for code in (*TARGETED, "key_object", "all")}
    return {
        "breakdown": breakdown(seen, actor, by, group, filters),
        "sides": _switch(query, "by", offered, by, "#breakdown"),
        "groups": _switch(query, "group", groups, group, "#breakdown")
        if by not in ("class", "ground")
        else [],
    }


def _why(seen: Overview, actor: Actor, filters: Filters, group: str) -> dict[str, Any]:
    uncovered = Chosen(group, "uncovered", filters)
    shown = []
    if seen.now.figure(group, filters.division).uncovered:
        first = row_queries.spans(seen.on, actor, uncovered).select_related("enterprise__organisation")
        shown = enterprise_lines(first.order_by("enterprise_id")[:PREVIEW], seen.on)
    return {"why": why_not(seen, actor, group, filters), "preview": shown}


def _switch(
    query: QueryDict, name: str, words: dict[str, str], current: str, anchor: str
) -> list[dict[str, Any]]:
    return [
        {"label": label, "href": f"?{changed(query, {name: code})}{anchor}", "current": code == current}
        for code, label in words.items()
    ]
