"""The words for the sides of the cube."""

import csv
from dataclasses import dataclass
from functools import cache

from anfu.core.datafiles import locate

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


@dataclass(frozen=True, slots=True)
class Place:
    """A county-level division, with its place on the tile map (columns and rows from 1)."""

    code: str
    name: str
    short: str
    column: int
    row: int


# Rough places of the ten on a map, as four columns and three rows.
_TILES = {
    "330781": (1, 1), "330726": (2, 1),
    "330702": (1, 2), "330703": (2, 2), "330782": (3, 2), "330783": (4, 2),
    "330791": (1, 3), "330723": (2, 3), "330784": (3, 3), "330727": (4, 3),
}  # fmt: skip


@cache
def places() -> dict[str, Place]:
    """The city's county-level divisions by code; one without a tile stands in a row below."""
    with locate("registry", "divisions.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] != "city"]
    found = {}
    for n, row in enumerate(sorted(rows, key=lambda each: each["code"])):
        column, line = _TILES.get(row["code"], (n % 4 + 1, 4 + n // 4))
        found[row["code"]] = Place(row["code"], row["name"], row["short"], column, line)
    return found


@cache
def town_names() -> dict[str, str]:
    """Names of towns by their nine-digit codes."""
    with locate("registry", "towns.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def place_name(code: str) -> str:
    """A division's name, its code where the table lacks it, 全市 where there is none."""
    return places()[code].name if code in places() else code or "全市"
