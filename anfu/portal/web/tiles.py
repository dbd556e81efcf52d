"""The map: how many seats and branches stand in which county, as tiles in rough places."""

from typing import Any

import polars as pl
from django.http import QueryDict

from anfu.core.web.formats import count
from anfu.core.web.query import changed
from anfu.targets.labels import places

STEPS = 5


def tiles(frame: pl.DataFrame, query: QueryDict, path: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The tiles and the words of their five steps; each tile leads to the institutions with a place there."""
    spots = {code: int(frame[f"at_{code}"].sum()) for code in places()}
    firms = {code: int((frame[f"at_{code}"] > 0).sum()) for code in places()}
    most = max(STEPS, *(spots[code] for code in places()))
    found = [
        {
            "code": each.code, "name": each.short, "col": each.column, "row": each.row,
            "value": count(spots[each.code], "处") if spots[each.code] else "—",
            "text": count(firms[each.code], "家机构") if spots[each.code] else "没有网点",
            "step": _step(spots[each.code], most),
            "href": f"{path}?{changed(query, {'seat': each.code})}",
        }
        for each in places().values()
    ]  # fmt: skip
    return found, _legend(most)


def _step(spots: int, most: int) -> int:
    return -(-spots * STEPS // most) if spots else 0


def _legend(most: int) -> list[str]:
    tops = [most * step // STEPS for step in range(1, STEPS + 1)]
    lows = [1, *(top + 1 for top in tops[:-1])]
    return [f"{low}–{top} 处" if low < top else f"{top} 处" for low, top in zip(lows, tops, strict=True)]
