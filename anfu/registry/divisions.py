"""The city's divisions and towns, from data files; an operator's copy in ANFU_HOME/data replaces the city."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from anfu.core.datafiles import locate
from anfu.registry.datafiles import read_csv

CITY_KIND = "city"
ZONE_KIND = "zone"


@dataclass(frozen=True, slots=True)
class Division:
    """A county-level division (or the city itself); `gb_code` is empty where GB/T 2260 has none."""

    code: str
    name: str
    short: str
    kind: str
    is_urban: bool
    gb_code: str


@dataclass(frozen=True, slots=True)
class Town:
    """A town or street; `zone` is the functional zone that may run it."""

    code: str
    name: str
    division: str
    zone: str


@dataclass(frozen=True, slots=True)
class OldCode:
    """A code that a division bore from one year to another."""

    code: str
    name: str
    today: str
    first_year: int
    last_year: int


def city() -> Division:
    """The city itself."""
    return next(each for each in _all().values() if each.kind == CITY_KIND)


def counties() -> tuple[Division, ...]:
    """The county-level divisions in the order of their codes."""
    return tuple(sorted((d for d in _all().values() if d.kind != CITY_KIND), key=lambda d: d.code))


def county_codes() -> frozenset[str]:
    """What a county-level division can be called in data."""
    return frozenset(each.code for each in counties())


def county_choices() -> list[tuple[str, str]]:
    """The county-level divisions as choices of a form or filter: code and name."""
    return [(each.code, each.name) for each in counties()]


def division(code: str) -> Division | None:
    """The division of a code of today."""
    return _all().get(code)


def of_old_code(code: str, *, on: date | None = None) -> Division | None:
    """Today's division of a code of any time; with `on`, only if the code was in use that year."""
    if code in _all():
        return _all()[code]
    known = [old for old in old_codes() if old.code == code and old.code != old.today]
    used = [old for old in known if on is None or old.first_year <= on.year <= old.last_year]
    return _all().get(used[0].today) if used else None


def town(code: str) -> Town | None:
    """The town of a nine-digit code."""
    return _towns().get(code)


def towns_of(code: str) -> tuple[Town, ...]:
    """The towns that a division answers for or, a zone, may run, in the order of their codes."""
    return tuple(each for each in _towns().values() if code in (each.division, each.zone))


def label(code: str) -> str:
    """永康市; 未落位 for no code, the code itself where the table lacks it."""
    known = _all().get(code)
    return known.name if known else code or "未落位"


def short_label(code: str) -> str:
    """永康."""
    known = _all().get(code)
    return known.short if known else code or "未落位"


def town_label(code: str) -> str:
    """古山镇; empty for no code."""
    known = _towns().get(code)
    return known.name if known else code


def is_urban(code: str) -> bool:
    """Whether the city pays the subsidy there: 四(二)a."""
    known = _all().get(code)
    return bool(known and known.is_urban)


def _all() -> dict[str, Division]:
    return _read_divisions(locate("registry", "divisions.csv"))


def _towns() -> dict[str, Town]:
    return _read_towns(locate("registry", "towns.csv"))


def old_codes() -> tuple[OldCode, ...]:
    """Every abolished or renumbered code with its years."""
    return _read_old_codes(locate("registry", "division_codes.csv"))


@cache
def _read_divisions(path: Path) -> dict[str, Division]:
    rows = read_csv(path).iter_rows(named=True)
    return {
        row["code"]: Division(
            row["code"], row["name"], row["short"], row["kind"], row["urban"] == "true", row["gb_code"]
        )
        for row in rows
    }


@cache
def _read_towns(path: Path) -> dict[str, Town]:
    rows = read_csv(path).sort("code").iter_rows(named=True)
    return {row["code"]: Town(row["code"], row["name"], row["division"], row["zone"]) for row in rows}


@cache
def _read_old_codes(path: Path) -> tuple[OldCode, ...]:
    return tuple(
        OldCode(row["old_code"], row["old_name"], row["code"], int(row["first_year"]), int(row["last_year"]))
        for row in read_csv(path).iter_rows(named=True)
    )
