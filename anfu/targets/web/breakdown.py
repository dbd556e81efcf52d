"""One table of coverage by class, ground, size, sector or town."""

from dataclasses import replace
from typing import Any

from anfu.core.actor import Actor
from anfu.core.web.formats import count
from anfu.targets import figures
from anfu.targets.groups import CLASSES, GROUND_CODES, GROUPS
from anfu.targets.queries import coverage as queries
from anfu.targets.queries.coverage import Row
from anfu.targets.queries.cube import Filters
from anfu.targets.queries.overview import Overview
from anfu.targets.web.links import rows_href

SIDES = {
    "class": "按类别",
    "ground": "按高危情形",
    "size_class": "按规模",
    "sector": "按工贸行业",
    "town": "按镇街",
}
_OF_GROUPS = {
    "class": ["all", "industrial", "key_object", *CLASSES, "industry_unknown", "idle"],
    "ground": GROUND_CODES,
}


def sides(filters: Filters, actor: Actor) -> dict[str, str]:
    """The tables offered: towns only within one county, and for readers who see its rows."""
    shown = dict(SIDES)
    if not filters.division or not (actor.whole_city or filters.division in actor.divisions):
        shown.pop("town")
    return shown


def breakdown(seen: Overview, actor: Actor, by: str, group: str, filters: Filters) -> list[dict[str, Any]]:
    """The lines of one table; by class and ground from what is already read, else in one query."""
    if by in _OF_GROUPS:
        of_place = _of_place(seen, filters)
        rows = queries.group_rows(of_place, _OF_GROUPS[by], filters.division, seen.targets)
        return [_line(row, actor, seen, row.code, filters) for row in rows]
    rows = queries.coverage(seen.on, actor, by, group, filters)
    return [
        _line(row, actor, seen, group, _narrowed(filters, by, row.code), _town(by, row.code)) for row in rows
    ]


def _of_place(seen: Overview, filters: Filters) -> dict[str, dict[str, figures.Figure]]:
    if not filters.division:
        return seen.now.found
    place = filters.division
    return {group: {place: seen.now.figure(group, place)} for group in seen.now.found}


def _narrowed(filters: Filters, by: str, code: str) -> Filters:
    return filters if by == "town" else replace(filters, **{by: code})


def _town(by: str, code: str) -> str:
    return code if by == "town" else ""


def _line(
    row: Row, actor: Actor, seen: Overview, group: str, filters: Filters, town: str = ""
) -> dict[str, Any]:
    def href(state: str) -> str:
        return rows_href(actor, seen.on, group, state, filters, town=town)

    figure = row.figure
    return {
        "label": row.label,
        "clause": GROUPS[row.code].clause if row.code in GROUPS else "",
        "in_scope": count(figure.in_scope),
        "in_scope_href": href("all"),
        "covered": count(figure.covered),
        "covered_href": href("covered"),
        "rate": None if figure.rate_bp is None else f"{figures.percent(figure.rate_bp)}%",
        "bar": (figure.rate_bp or 0) / 100,
        "target": None if row.target_bp is None else row.target_bp / 100,
        "newly": count(figure.newly),
        "newly_href": href("newly"),
        "uncovered": count(figure.uncovered),
        "uncovered_href": href("uncovered"),
    }


def why_not(seen: Overview, actor: Actor, group: str, filters: Filters) -> dict[str, Any]:
    """Why the uncovered of a group are not covered, in parts that open to their rows."""
    figure = seen.now.figure(group, filters.division)
    parts = [("never", "从未签约", figure.never), ("lapsed", "合同到期未续", figure.lapsed)]
    return {
        "group": GROUPS[group].label,
        "total": figure.uncovered,
        "href": rows_href(actor, seen.on, group, "uncovered", filters),
        "parts": [
            {
                "label": label,
                "value": number,
                "text": count(number, "家"),
                "href": rows_href(actor, seen.on, group, state, filters),
            }
            for state, label, number in parts
        ],
    }
