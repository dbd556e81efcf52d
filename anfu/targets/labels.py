"""The words for the sides of the cube."""

import csv
from functools import cache

from anfu.core.datafiles import locate
from anfu.registry.places import places

SECTORS = {
    "metallurgy": "冶金",
    "nonferrous": "有色",
    "building_materials": "建材",
    "machinery": "机械",
    "light": "轻工",
    "textiles": "纺织",
    "tobacco": "烟草",
    "commerce": "商贸",
    "": "八大行业以外",
}
SIZES = {"large": "大型", "medium": "中型", "small": "小型", "micro": "微型", "": "规模未知"}


@cache
def town_names() -> dict[str, str]:
    """Names of towns by their nine-digit codes."""
    with locate("registry", "towns.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def place_name(code: str) -> str:
    """A division's name, its code where the table lacks it, 全市 where there is none."""
    return places()[code].name if code in places() else code or "全市"
