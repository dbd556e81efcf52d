"""The three targets as the figure strip shows them."""

from typing import Any

from anfu.core.actor import Actor
from anfu.core.web.formats import count, month, points
from anfu.registry.places import places
from anfu.targets import figures
from anfu.targets.days import next_month
from anfu.targets.figures import Figure
from anfu.targets.groups import GROUPS, HIGH_RISK, INDUSTRIAL
from anfu.targets.queries.cube import Filters
from anfu.targets.queries.overview import Overview
from anfu.targets.web.links import gap_href, rows_href

NAMES = {HIGH_RISK: "重点高危行业覆盖率", INDUSTRIAL: "工业企业覆盖率"}


def headlines(seen: Overview, actor: Actor, filters: Filters) -> list[dict[str, Any]]:
    """High risk, industrial, newly covered: value, denominator, gap and what follows it."""
    return [_covered(seen, actor, filters, group) for group in NAMES] + [_newly(seen, actor, filters)]


def _covered(seen: Overview, actor: Actor, filters: Filters, group: str) -> dict[str, Any]:
    place, figure = filters.division, seen.now.figure(group, filters.division)
    target = seen.targets.of_group(group, place) or 0
    missing = figures.gap(figure.covered, figure.in_scope, target)
    base = _base(NAMES[group], GROUPS[group].clause, figure.rate_bp, target)
    return base | {
        "counted": count(figure.covered),
        "counted_href": rows_href(actor, seen.on, group, "covered", filters),
        "of": count(figure.in_scope, "家"),
        "of_href": rows_href(actor, seen.on, group, "all", filters),
        "gap": f"差 {count(missing, '家')}" if missing else "已达到",
        "gap_kind": "bad" if missing and group == HIGH_RISK else "warn" if missing else "ok",
        "gap_href": gap_href(actor, seen.on, group, figure, missing, filters),
        "after": _after(seen, group, place, missing),
    }


def _base(label: str, clause: str, bp: int | None, target: int) -> dict[str, Any]:
    return {
        "label": label,
        "basis": f"{clause} · 目标 {'≥ ' if target < figures.FULL else ''}{_whole(target)}%",
        "value": figures.percent(bp),
        "bar": None if bp is None else bp / 100,
        "target": target / 100,
    }


def _after(seen: Overview, group: str, place: str, missing: int) -> str:
    """The change since the end of last month, and when the target will be reached."""
    change = figures.change(seen.now.figure(group, place), seen.month.figure(group, place))
    words = f"较上月末 {points(float(change))}" if change is not None else "上月末没有数据"
    if not missing:
        return words
    reached = seen.reached_on(group, place)
    if reached is None:
        return f"{words}；按近 {figures.FORECAST_DAYS} 天的进度到不了"
    late = "，晚于年底" if reached.year > seen.on.year else ""
    return f"{words}；按近 {figures.FORECAST_DAYS} 天进度 {month(reached)} 达到{late}"


def _newly(seen: Overview, actor: Actor, filters: Filters) -> dict[str, Any]:
    place = filters.division
    figure, target = seen.now.figure(INDUSTRIAL, place), seen.targets.newly(place)
    missing = figures.gap(figure.newly, figure.in_scope, target)
    base = _base("年度新增覆盖率", "一(二)", figure.newly_bp, target)
    return base | {
        "counted": f"今年新增 {count(figure.newly, '家')}",
        "counted_href": rows_href(actor, seen.on, INDUSTRIAL, "newly", filters),
        "of": "",
        "of_href": "",
        "gap": f"差 {count(missing, '家')}" if missing else "已达到",
        "gap_kind": "warn" if missing else "ok",
        "gap_href": "",
        "after": _reached_places(seen),
    }


def _reached_places(seen: Overview) -> str:
    reached = [
        code for code in places() if _has_reached(seen.now.figure(INDUSTRIAL, code), seen.targets.newly(code))
    ]
    return f"{len(places())} 个地区中 {len(reached)} 个达到"


def _has_reached(figure: Figure, target: int) -> bool:
    return figure.in_scope > 0 and figures.gap(figure.newly, figure.in_scope, target) == 0


def _whole(bp: int) -> str:
    return f"{bp // 100}" if bp % 100 == 0 else figures.percent(bp) or ""


def forecast_words(seen: Overview, group: str, place: str) -> tuple[str, str]:
    """Kind of status and words for the column 预计达到."""
    if seen.now.figure(group, place).rate is None:
        return "mute", "没有对象"
    reached = seen.reached_on(group, place)
    if reached is None:
        return "bad", "到不了"
    if reached <= seen.on:
        return "ok", "已达到"
    in_time = reached < next_month(seen.on.replace(month=12, day=1))
    return ("ok" if in_time else "warn" if reached.year <= seen.on.year + 1 else "bad"), month(reached)
