"""The trend over 24 months and where it leads, as the chart part draws it."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from anfu.core.actor import Actor
from anfu.targets import days, figures
from anfu.targets.figures import Figure
from anfu.targets.groups import GROUPS
from anfu.targets.queries.cube import Filters
from anfu.targets.queries.overview import TARGETED, Overview
from anfu.targets.web.links import rows_href

AHEAD = 6  # months that the forecast shows


def chart(
    seen: Overview, ends: list[date], found: dict[str, list[Figure]], actor: Actor, filters: Filters
) -> dict[str, Any]:
    """Both targeted groups by month, the last point as of the day, with a dotted forecast."""
    ahead = _months_ahead(seen.on)
    return {
        "kind": "line",
        "unit": "%",
        "max": 100,
        "categories": [f"{day:%Y-%m}" for day in [*ends, *ahead]],
        "series": [_series(seen, ends, ahead, group, found[group], actor, filters) for group in TARGETED],
        "targets": [_target(seen, group, filters.division) for group in TARGETED],
        "forecast": {
            "from": f"{seen.on:%Y-%m}",
            "to": f"{ahead[-1]:%Y-%m}",
            "label": f"按近 {figures.FORECAST_DAYS} 天进度推算",
        },
        "description": "；".join(_described(group, ends, found[group]) for group in TARGETED),
    }


def _series(
    seen: Overview,
    ends: list[date],
    ahead: list[date],
    group: str,
    values: list[Figure],
    actor: Actor,
    filters: Filters,
) -> dict[str, Any]:
    now, past = (each.figure(group, filters.division) for each in (seen.now, seen.past))
    coming = [figures.expected(now, past, (day - seen.on).days) for day in ahead]
    shown = [_shown(figure.rate) for figure in values]
    return {
        "name": GROUPS[group].label,
        "values": shown + [None] * len(ahead),
        "links": [rows_href(actor, day, group, "covered", filters) for day in ends],
        "forecast": [None] * (len(ends) - 1) + shown[-1:] + [_shown(rate) for rate in coming],
    }


def _months_ahead(on: date) -> list[date]:
    found = [days.next_month(on)]
    while len(found) < AHEAD:
        found.append(days.next_month(found[-1]))
    return [days.next_month(day) - timedelta(1) for day in found]


def _target(seen: Overview, group: str, division: str) -> dict[str, Any]:
    target = seen.targets.of_group(group, division) or 0
    return {"value": target / 100, "label": f"目标 {figures.percent(target)}%"}


def _shown(rate: Fraction | None) -> float | None:
    bp = figures.basis_points(rate)
    return None if bp is None else bp // 10 / 10


def _described(group: str, ends: list[date], values: list[Figure]) -> str:
    known = [
        (day, figure.rate_bp) for day, figure in zip(ends, values, strict=True) if figure.rate_bp is not None
    ]
    if not known:
        return f"{GROUPS[group].label}没有数据"
    (first, start), (last, end) = known[0], known[-1]
    said = f"{first:%Y-%m} 为 {figures.percent(start)}%，{last:%Y-%m} 为 {figures.percent(end)}%"
    return f"{GROUPS[group].label}覆盖率 {said}"
