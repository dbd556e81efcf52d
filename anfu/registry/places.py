"""The city's county-level divisions with their rough places on a tile map."""

import csv
from dataclasses import dataclass
from functools import cache

from anfu.core.datafiles import locate


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
