"""Where the county-level divisions have their seat, for distances where an exact place is not known."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from anfu.core.datafiles import locate
from anfu.portal.rules.distance import Point


def centres() -> Mapping[str, Point]:
    """County-level division -> its seat, roughly."""
    return _read(locate("portal", "centres.csv"))


def point_of(known: Mapping[str, Point], division: str, longitude: Any, latitude: Any) -> Point | None:
    """Where it stands, or the seat of its county; None where neither is known."""
    exact = longitude is not None and latitude is not None
    return Point(float(longitude), float(latitude)) if exact else known.get(division)


@cache
def _read(path: Path) -> dict[str, Point]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {
            row["code"]: Point(float(row["longitude"]), float(row["latitude"]), exact=False)
            for row in csv.DictReader(file)
        }
