"""Numbers of the policy: dated rows with their clause. A rule asks for the value on its day."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from anfu.core import ledger
from anfu.core.models import Parameter


@dataclass(frozen=True, slots=True)
class Definition:
    """What a parameter means: its words, unit and bounds. Values live in the database."""

    code: str
    label: str
    unit: str
    clause: str
    minimum: int
    maximum: int
    note: str = ""


@cache
def _shipped() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for path in sorted(Path(settings.PACKAGE).glob("*/data/parameters.toml")):
        found += tomllib.loads(path.read_text("utf-8"))["parameter"]
    return found


@cache
def definitions() -> dict[str, Definition]:
    """Every parameter that some room declares in its data/parameters.toml."""
    names = Definition.__slots__
    return {row["code"]: Definition(**{k: v for k, v in row.items() if k in names}) for row in _shipped()}


def value(code: str, *, on: date, division: str = "") -> int:
    """The value in force on that day; a division's own stands before the city's. KeyError where none is known."""
    return table(on=on)[code, division] if (code, division) in table(on=on) else table(on=on)[code, ""]


def table(*, on: date) -> dict[tuple[str, str], int]:
    """All values in force on a day, by (code, division), in one query."""
    rows = Parameter.objects.filter(valid_from__lte=on).order_by("valid_from")
    return {(code, division): v for code, division, v in rows.values_list("code", "division", "value")}


def history(code: str) -> QuerySet[Parameter]:
    """Every value that a parameter ever had, newest first."""
    return Parameter.objects.filter(code=code).order_by("-valid_from", "division")


def load_defaults(**_: Any) -> None:
    """Write the shipped values that are not there yet; runs after every migration."""
    known = set(Parameter.objects.values_list("code", "division", "valid_from"))
    missing = [row for row in _shipped() if (row["code"], "", row["valid_from"]) not in known]
    with ledger.guard.without_ledger():
        Parameter.objects.bulk_create(
            Parameter(
                code=row["code"],
                valid_from=row["valid_from"],
                value=row["value"],
                clause=row["clause"],
                source=row["source"],
            )
            for row in missing
        )
