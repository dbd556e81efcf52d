"""The hall's map: how many of the demands that are asked for lie in which county."""

from typing import Any

from django.db.models import Count, QuerySet
from django.http import QueryDict

from anfu.core.web.formats import count
from anfu.core.web.query import changed
from anfu.core.web.steps import legend_of, most_of, step_of
from anfu.market.models import Demand
from anfu.registry.places import places


def tiles(rows: QuerySet[Demand], query: QueryDict, path: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The tiles and the words of their five steps, from one query; each tile leads to the demands of its county."""
    found = dict(rows.order_by().values_list("division").annotate(number=Count("pk")))
    numbers = {code: found.get(code, 0) for code in places()}
    most = most_of(list(numbers.values()))
    return [
        {
            "code": each.code, "name": each.short, "col": each.column, "row": each.row,
            "value": count(numbers[each.code], "条") if numbers[each.code] else "—",
            "text": "需求" if numbers[each.code] else "没有需求",
            "step": step_of(numbers[each.code], most), "href": f"{path}?{changed(query, {'division': each.code})}",
        }
        for each in places().values()
    ], legend_of(most, "条")  # fmt: skip
