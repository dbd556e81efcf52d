"""How far two places are from each other: the great circle, in whole kilometres."""

from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

EARTH_KM = 6371.0


class Point(NamedTuple):
    """Degrees east and north. `exact` off: the seat of the county stands for it."""

    longitude: float
    latitude: float
    exact: bool = True


def kilometres(a: Point, b: Point) -> int:
    """The distance, rounded: whoever sits some metres nearer stands no higher for that."""
    east, north = radians(b.longitude - a.longitude), radians(b.latitude - a.latitude)
    chord = sin(north / 2) ** 2 + cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(east / 2) ** 2
    return round(2 * EARTH_KM * asin(min(1.0, sqrt(chord))))
