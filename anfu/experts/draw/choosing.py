"""Who is chosen: a stream of hashes, made into fair indices of what remains. No generator of any language."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from anfu.experts.draw.commitment import Group, Line

Index = Callable[[int], int]  # how many remain -> which of them
WHOLE = 2**256


@dataclass(frozen=True, slots=True)
class Selection:
    """By group code, in the order of being drawn: those who take the seats, and who comes next."""

    seats: dict[str, list[str]] = field(default_factory=dict)
    alternates: dict[str, list[str]] = field(default_factory=dict)


def numbers(seed: bytes, group: str) -> Iterator[int]:
    """SHA-256(seed ‖ group ‖ "/" ‖ counter) for counter 0, 1, …, each as one number below 2**256."""
    counter = 0
    while True:
        yield int.from_bytes(hashlib.sha256(seed + f"{group}/{counter}".encode()).digest(), "big")
        counter += 1


def fair_index(stream: Iterator[int], whole: int = WHOLE) -> Index:
    """Indices in which no value is more likely: numbers of the uneven rest at the end are passed over."""

    def index(size: int) -> int:
        even = whole - whole % size
        return next(number for number in stream if number < even) % size

    return index


def choose(remaining: list[str], count: int, index: Index) -> list[str]:
    """Take so many out of the sorted list, or all of them where there are fewer; the list is shortened."""
    return [remaining.pop(index(len(remaining))) for _ in range(min(count, len(remaining)))]


def select(commit: Mapping[str, Any], seed: bytes) -> Selection:
    """Seats group by group in committed order, then alternates group by group, each group with its own stream."""
    excluded = {row["hash"] for row in commit["exclusions"]}
    lines = [Line(r["hash"], tuple(r["specialities"]), r["region"]) for r in commit["pool"]]
    free = sorted((line for line in lines if line.hash not in excluded), key=lambda line: line.hash)
    groups = [
        Group(g["code"], g["seats"], tuple(g["specialities"]), tuple(g["regions"])) for g in commit["groups"]
    ]
    streams = {group.code: fair_index(numbers(seed, group.code)) for group in groups}
    found, gone = Selection(), set[str]()
    for chosen, count in ((found.seats, None), (found.alternates, commit["alternates"])):
        for group in groups:
            remaining = [line.hash for line in free if line.hash not in gone and group.fits(line)]
            wanted = group.seats if count is None else count
            chosen[group.code] = choose(remaining, wanted, streams[group.code])
            gone.update(chosen[group.code])
    return found
