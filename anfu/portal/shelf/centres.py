"""Where the county-level divisions have their seat, for distances where an exact place is not known."""

import csv
from functools import cache
from pathlib import Path

from anfu.core.datafiles import locate
from anfu.portal.rules.distance import Point


def centre(division: str) -> Point | None:
    """The county's seat, roughly; None where the file lacks it."""
    return _read(locate("portal", "centres.csv")).get(division)


@cache
def _read(path: Path) -> dict[str, Point]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {
            row["code"]: Point(float(row["longitude"]), float(row["latitude"]), exact=False)
            for row in csv.DictReader(file)
        }
