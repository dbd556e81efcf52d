"""What the rules look at for many enterprises over all time: the same facts as `Facts`, as frames."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

import polars as pl

from anfu.targeting.programmes.conditions import ProgrammeTerms
from anfu.targeting.rules import periods
from anfu.targeting.rules.facts import TERMS

FACTS: dict[str, Any] = {
    "enterprise_id": pl.Int64,
    "valid_from": pl.Date,
    "valid_to": pl.Date,
    "division": pl.String,
    "town": pl.String,
    "industry": pl.String,
    "section": pl.String,
    "sector": pl.String,
    "size_class": pl.String,
    "employees": pl.Int64,
    "status": pl.String,
    "above_scale": pl.Boolean,
    "hazard_level": pl.String,
    "hazard_scheme": pl.String,
    "safety_officers": pl.Int64,
    "has_safety_rules": pl.Boolean,
    "has_training_records": pl.Boolean,
    "regulators": pl.String,
    "address_key": pl.String,
}
TEXTS: dict[str, Any] = {"name": pl.String, "scope": pl.String, "address": pl.String}
CONFIRMED = {**periods.DAYS, "subject": pl.String}
ACCIDENTS = {"enterprise_id": pl.Int64, "happened_on": pl.Date}
NEIGHBOURS = {"address_key": pl.String, "valid_from": pl.Date, "valid_to": pl.Date}


@dataclass(frozen=True)
class Rows:
    """Frames of the schemas above; `parameters`: (code, division, day, value) of the rules' own parameters.

    `neighbours`: every version in business at one of the addresses, whosoever.
    """

    versions: pl.DataFrame
    confirmed: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CONFIRMED))
    listings: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=periods.DAYS))
    accidents: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ACCIDENTS))
    neighbours: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=NEIGHBOURS))
    parameters: tuple[tuple[str, str, date, int], ...] = ()
    programmes: tuple[ProgrammeTerms, ...] = ()

    @cached_property
    def pieces(self) -> pl.DataFrame:
        """The versions cut where a parameter of their division changes, each with the values in force."""
        in_force = terms(self.parameters, self.versions["division"].unique().to_list())
        return periods.overlapping(periods.closed(self.versions), in_force, ["division"])


def terms(parameters: Iterable[tuple[str, str, date, int]], divisions: Iterable[str]) -> pl.DataFrame:
    """For each division the values in force over time; its own stand before the city's from their day."""
    known = sorted(parameters, key=lambda row: row[2])
    rows = [row for division in divisions for row in _terms_of(division, known)]
    days = {"division": pl.String, "valid_from": pl.Date, "valid_to": pl.Date}
    schema = days | dict.fromkeys(TERMS, pl.Int64)
    return pl.DataFrame(rows, schema=schema, orient="row")


def _terms_of(division: str, known: list[tuple[str, str, date, int]]) -> list[tuple[Any, ...]]:
    mine = [row for row in known if row[1] in (division, "")]
    days = sorted({periods.BEGINNING, periods.FAR, *(day for _, _, day, _ in mine)})
    return [
        (division, start, end, *(value_on(mine, code, division, start) for code in TERMS))
        for start, end in pairwise(days)
    ]


def value_on(rows: Iterable[tuple[str, str, date, int]], code: str, division: str, on: date) -> int | None:
    """The value in force that day among rows in order of their day; None before the first."""
    found = {own: value for name, own, day, value in rows if name == code and day <= on}
    return found.get(division, found.get(""))
