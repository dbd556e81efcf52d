"""What the law asks of an enterprise, in plain words, from a dated data file."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from anfu.core.datafiles import locate


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty; `more_than` and `at_most` bound the number of employees it is for, None: no bound."""

    article: str
    title: str
    text: str
    more_than: int | None = None
    at_most: int | None = None

    def holds_for(self, employees: int | None) -> bool:
        """Whether it is for an enterprise of that many; where nobody knows how many, both sides are shown."""
        if employees is None:
            return True
        low = self.more_than is None or employees > self.more_than
        return low and (self.at_most is None or employees <= self.at_most)


@dataclass(frozen=True, slots=True)
class Law:
    """A text of law with the duties taken from it."""

    source: str
    valid_from: date
    note: str
    duties: tuple[Duty, ...]


def duties_on(on: date, employees: int | None) -> tuple[Law, list[Duty]] | None:
    """The law in force that day and the duties for an enterprise of that size; None before it was in force."""
    law = _read(locate("people", "obligations.toml"))
    if on < law.valid_from:
        return None
    return law, [duty for duty in law.duties if duty.holds_for(employees)]


@cache
def _read(path: Path) -> Law:
    found = tomllib.loads(path.read_text("utf-8"))
    duties = tuple(Duty(**row) for row in found["duty"])
    return Law(found["source"], found["valid_from"], found["note"], duties)
