"""The map: how many seats and branches stand in which county, as tiles in rough places."""

from typing import Any

import polars as pl
from django.http import QueryDict

from anfu.core.web.formats import count
from anfu.core.web.query import changed
from anfu.core.web.steps import legend_of, most_of, step_of
from anfu.registry.places import places


def tiles(frame: pl.DataFrame, query: QueryDict, path: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The tiles and the words of their five steps; each tile leads to the institutions with a place there."""
    spots = {code: int(frame[f"at_{code}"].sum()) for code in places()}
    firms = {code: int((frame[f"at_{code}"] > 0).sum()) for code in places()}
    most = most_of(list(spots.values()))
    found = [
        {
            "code": each.code, "name": each.short, "col": each.column, "row": each.row,
            "value": count(spots[each.code], "处") if spots[each.code] else "—",
            "text": count(firms[each.code], "家机构") if spots[each.code] else "没有网点",
            "step": step_of(spots[each.code], most),
            "href": f"{path}?{changed(query, {'seat': each.code})}",
        }
        for each in places().values()
    ]  # fmt: skip
    return found, legend_of(most, "处")
