"""One institution as the public may know it: what stands on its card, and what it is found by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from anfu.portal.rules.distance import Point


@dataclass(frozen=True, slots=True)
class Place:
    """A seat or branch; `division` is "" outside the city, the point null where neither address nor county tells one."""

    division: str
    point: Point | None


@dataclass(frozen=True, slots=True)
class Card:
    """All of it is public by rule: no name of a person, staff only as numbers.

    `mask`: the slots in which it may serve (none while it is not listed); `serves`: county-level divisions that it says
    it serves or has a place in; `prices`: kind of service -> the lowest price of its own list, in fen; `capacity`: days a year
    that its full-time people can be at enterprises.
    """

    pk: int
    uscc: str
    name: str
    kind: str
    division: str
    state: str
    since: date
    term_end: date | None
    reason: str
    clause: str
    trade: str
    mask: int
    serves: frozenset[str]
    places: tuple[Place, ...]
    prices: Mapping[str, int]
    staff: Mapping[str, int]
    capacity: int
    rank: int
