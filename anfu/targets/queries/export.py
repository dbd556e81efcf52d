"""Coverage as a plain table: for the command line, the API and spreadsheets."""

from datetime import date
from typing import Any

from anfu.core.actor import Actor
from anfu.registry.places import places
from anfu.targets import figures, labels
from anfu.targets.figures import Figure
from anfu.targets.groups import GROUPS, INDUSTRIAL
from anfu.targets.queries import cube
from anfu.targets.queries.cube import NO_FILTER, Filters
from anfu.targets.queries.wanted import Wanted, wanted

COLUMNS = {
    "on": "截至",
    "division": "地区代码",
    "division_name": "地区",
    "group": "对象代码",
    "label": "对象",
    "clause": "条款",
    "in_scope": "应覆盖（家）",
    "covered": "已覆盖（家）",
    "rate_bp": "覆盖率（基点）",
    "target_bp": "目标（基点）",
    "gap": "差（家）",
    "newly": "今年新增（家）",
    "newly_bp": "年度新增（基点）",
    "newly_target_bp": "新增目标（基点）",
    "never": "从未签约（家）",
    "lapsed": "到期未续（家）",
}


def table(on: date, actor: Actor, filters: Filters = NO_FILTER) -> list[dict[str, Any]]:
    """The city and each division × each group, as dicts with the keys of COLUMNS; None where nothing is known.

    The city's row has an empty division. Counts are enterprises, rates basis points.
    """
    found, targets = cube.by_division(on, actor, tuple(GROUPS), filters), wanted(on)
    wished = [filters.division] if filters.division else ["", *places()]
    return [
        _row(on, place, code, _figure(found[code], place), targets) for place in wished for code in GROUPS
    ]


def _figure(by_division: dict[str, Figure], place: str) -> Figure:
    return by_division.get(place, Figure()) if place else figures.total(list(by_division.values()))


def _row(on: date, place: str, code: str, figure: Figure, targets: Wanted) -> dict[str, Any]:
    target = targets.of_group(code, place)
    return {
        "on": on.isoformat(),
        "division": place,
        "division_name": labels.place_name(place),
        "group": code,
        "label": GROUPS[code].label,
        "clause": GROUPS[code].clause,
        "in_scope": figure.in_scope,
        "covered": figure.covered,
        "rate_bp": figure.rate_bp,
        "target_bp": target,
        "gap": None if target is None else figures.gap(figure.covered, figure.in_scope, target),
        "newly": figure.newly,
        "newly_bp": figure.newly_bp,
        "newly_target_bp": targets.newly(place) if code == INDUSTRIAL else None,
        "never": figure.never,
        "lapsed": figure.lapsed,
    }
