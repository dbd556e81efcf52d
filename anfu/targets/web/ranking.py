"""The divisions side by side: ranking and tile map."""

from itertools import pairwise
from typing import Any

from anfu.core.actor import Actor
from anfu.core.web.formats import count, points
from anfu.registry.places import Place, places
from anfu.targets import figures
from anfu.targets.groups import HIGH_RISK, INDUSTRIAL
from anfu.targets.queries.cube import Filters
from anfu.targets.queries.overview import Overview
from anfu.targets.web.headline import forecast_words
from anfu.targets.web.links import gap_href, rows_href

RANKS = {"high_risk": "按重点高危", "industrial": "按工业企业", "newly": "按新增"}
# Steps of the tile map, as shares of the target in percent.
STEPS = (60, 75, 90, 100)


def ranking(seen: Overview, actor: Actor, filters: Filters, rank: str) -> list[dict[str, Any]]:
    """One line for each division, best first; those without anybody in scope last."""
    lines = [_line(seen, actor, filters, place) for place in places().values()]
    lines.sort(key=lambda line: (line[rank]["bp"] is None, -(line[rank]["bp"] or 0), line["code"]))
    for n, line in enumerate(lines, start=1):
        line["place"] = n
    return lines


def _line(seen: Overview, actor: Actor, filters: Filters, place: Place) -> dict[str, Any]:
    own = Filters(place.code, filters.sector, filters.size_class)
    change = figures.change(seen.now.figure(HIGH_RISK, place.code), seen.month.figure(HIGH_RISK, place.code))
    kind, words = forecast_words(seen, HIGH_RISK, place.code)
    return {
        "code": place.code,
        "name": place.name,
        "current": place.code == filters.division,
        "high_risk": _cell(seen, actor, own, HIGH_RISK),
        "industrial": _cell(seen, actor, own, INDUSTRIAL),
        "newly": _newly_cell(seen, actor, own),
        "change": "—" if change is None else points(float(change)).split()[0],
        "forecast_kind": kind,
        "forecast": words,
    }


def _cell(seen: Overview, actor: Actor, own: Filters, group: str) -> dict[str, Any]:
    figure = seen.now.figure(group, own.division)
    target = seen.targets.of_group(group, own.division) or 0
    missing = figures.gap(figure.covered, figure.in_scope, target)
    return _bar(figure.rate_bp, target) | {
        "href": rows_href(actor, seen.on, group, "covered", own),
        "gap": missing,
        "gap_text": count(missing),
        "gap_href": gap_href(actor, seen.on, group, figure, missing, own),
    }


def _newly_cell(seen: Overview, actor: Actor, own: Filters) -> dict[str, Any]:
    figure = seen.now.figure(INDUSTRIAL, own.division)
    cell = _bar(figure.newly_bp, seen.targets.newly(own.division))
    sign = "+" if figure.newly else ""
    return cell | {
        "text": cell["text"] if figure.newly_bp is None else f"{sign}{cell['text']}",
        "href": rows_href(actor, seen.on, INDUSTRIAL, "newly", own),
    }


def _bar(bp: int | None, target: int) -> dict[str, Any]:
    return {
        "bp": bp,
        "text": "—" if bp is None else f"{figures.percent(bp)}%",
        "value": (bp or 0) / 100,
        "target": target / 100,
    }


def tiles(seen: Overview, filters: Filters, group: str, href: str) -> list[dict[str, Any]]:
    """The tile map of one group; `href` leads to the page of one division, with its code at the end."""
    return [_tile(seen, group, place, href) for place in places().values()]


def _tile(seen: Overview, group: str, place: Place, href: str) -> dict[str, Any]:
    figure = seen.now.figure(group, place.code)
    target = seen.targets.of_group(group, place.code) or figures.FULL
    missing = figures.gap(figure.covered, figure.in_scope, target)
    bp = figure.rate_bp
    return {
        "code": place.code,
        "name": place.short,
        "value": None if bp is None else f"{figures.percent(bp)}%",
        "text": "没有对象" if bp is None else f"差 {missing} 家" if missing else "已达到",
        "step": 1 + sum((bp or 0) * 100 >= step * target for step in STEPS),
        "href": f"{href}{place.code}",
        "col": place.column,
        "row": place.row,
    }


def legend(target: int) -> list[str]:
    """The words of the five steps, lowest first."""
    edges = [figures.percent(step * target // 100) or "" for step in STEPS]
    between = [f"{low}–{high}%" for low, high in pairwise(edges)]
    return [f"< {edges[0]}%", *between, f"≥ {edges[-1]}%"]
