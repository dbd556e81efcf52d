"""The work on the desk: to-dos and what waits in numbers, grouped by deadline, each with its verb."""

from datetime import date
from typing import Any

from anfu.core.actor import Actor
from anfu.core.standing import Standing, standing_for
from anfu.core.web.formats import count
from anfu.people.todos.lines import grouped, standing_line, todo_line
from anfu.people.todos.models import Todo
from anfu.registry import divisions
from anfu.targets.groups import HIGH_RISK
from anfu.targets.queries.cube import Filters
from anfu.targets.queries.overview import Overview
from anfu.targets.web.links import rows_href

SHOWN = 40


def work(actor: Actor, on: date, seen: Overview | None, filters: Filters) -> dict[str, Any]:
    """`groups` of lines, and whether there are `more` to-dos than are shown."""
    todos = list(Todo.objects.on_desk_of(actor).select_related("taken_by").in_order()[: SHOWN + 1])
    places = {each.code: each.name for each in divisions.counties()} if actor.whole_city else {}
    lines = [todo_line(each, actor, on, places.get(each.division, "")) for each in todos[:SHOWN]]
    counted = standing_for(actor, on) + _uncovered(actor, seen, filters)
    lines += [standing_line(each, on) for each in counted]
    return {"groups": grouped(lines), "more": len(todos) > SHOWN, "shown": SHOWN}


def _uncovered(actor: Actor, seen: Overview | None, filters: Filters) -> list[Standing]:
    if seen is None:
        return []
    figure = seen.now.figure(HIGH_RISK, filters.division)
    href = rows_href(actor, seen.on, HIGH_RISK, "uncovered", filters)
    if not figure.uncovered or not href:
        return []
    title = f"{count(figure.uncovered)} 家重点高危企业还没有覆盖"
    detail = f"从未签约 {count(figure.never)} 家 · 合同到期未续 {count(figure.lapsed)} 家"
    return [Standing("targets.uncovered", "flag", title, href, "查看", detail, figure.uncovered)]
