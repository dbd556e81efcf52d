"""What each kind of service asks of who gives it: dated rows of a data file."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from anfu.core.datafiles import locate


@dataclass(frozen=True, slots=True)
class Line:
    """A line of business by which licences are approved; `industries` are first digits of GB/T 4754 codes."""

    set: str
    code: str
    label: str
    industries: tuple[str, ...]
    but: tuple[str, ...] = ()

    def holds(self, industry: str) -> bool:
        """Whether an enterprise of that industry falls into the line."""
        return industry.startswith(self.industries) and not (self.but and industry.startswith(self.but))


@dataclass(frozen=True, slots=True)
class Service:
    """What one kind of service asks for from a day on. See the data file for the words."""

    kind: str
    valid_from: date
    basis: str
    licence: str = ""
    lines: str = ""
    outside: str = ""
    providers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Floor:
    """So many people of a kind must be there; the number is a parameter."""

    provider: str
    counts: str
    parameter: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All of the data file."""

    note: str
    lines: tuple[Line, ...]
    services: tuple[Service, ...]
    floors: tuple[Floor, ...]

    def service(self, kind: str, on: date) -> Service | None:
        """The row of that kind in force on a day; None where none was yet."""
        known = [each for each in self.services if each.kind == kind and each.valid_from <= on]
        return max(known, key=lambda each: each.valid_from, default=None)

    def line_of(self, name: str, industry: str) -> Line | None:
        """The line of a set into which an industry falls; None outside them all."""
        return next((line for line in self.lines if line.set == name and line.holds(industry)), None)

    def floors_of(self, provider_kind: str) -> list[Floor]:
        """The staff that a kind of provider must have."""
        return [each for each in self.floors if each.provider == provider_kind]


def catalogue() -> Catalogue:
    """The catalogue as shipped, or as the operator corrected it."""
    return _read(locate("providers", "services.toml"))


def lines_of(credential: str) -> Sequence[Line]:
    """The lines by which a credential is approved; none where it knows none."""
    known = catalogue()
    sets = {each.lines for each in known.services if each.licence == credential}
    return [line for line in known.lines if line.set in sets]


@cache
def _read(path: Path) -> Catalogue:
    found = tomllib.loads(path.read_text("utf-8"))
    lines = (
        Line(row["set"], row["code"], row["label"], tuple(row["industries"]), tuple(row.get("except", ())))
        for row in found["line"]
    )
    services = (
        Service(**row | {k: tuple(row[k]) for k in ("providers", "words") if k in row})
        for row in found["service"]
    )
    return Catalogue(
        found["note"], tuple(lines), tuple(services), tuple(Floor(**row) for row in found["floor"])
    )
