"""The made-up institutions and their people: who they are, how licensed, how staffed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from anfu.demo.draws import Draws
from anfu.demo.identity import credit_codes, people
from anfu.demo.providers import providers
from anfu.demo.tables import divisions, table

_SERIAL = 31 * 31**4  # a block behind that of the listed ones
PEOPLE = {
    "cse": ("中级", "其他安全（不含消防）"),
    "assessment_engineer": ("二级", ""),
    "trainer": ("", "安全生产"),
    "occ_technician": ("", "检测与评价"),
    "fire_engineer": ("一级", ""),
    "doctor": ("", "公共卫生"),
    "senior_engineer": ("高级", "安全工程"),
}
AUTHORITY = {
    "safety_assessment": "浙江省应急管理厅",
    "safety_testing": "浙江省应急管理厅",
    "occ_health": "浙江省卫生健康委员会",
    "insurance": "国家金融监督管理总局浙江监管局",
    "training_filing": "金华市应急管理局",
}


@dataclass(frozen=True, slots=True)
class Institution:
    """One made-up institution. `certificates`: how many of its people hold each."""

    uscc: str
    name: str
    kind: str
    division: str
    scope: str
    trade: str
    credential: str
    lines: list[str]
    staff: int
    certificates: dict[str, int]
    since: date
    licence_ends: date | None
    standing: str = "listed"


def institutions(seed: int, today: date) -> list[Institution]:
    """Those of providers.toml, then the further ones: 60 in all."""
    listed = providers(seed).to_dicts()
    found = [_listed(row, number, today) for number, row in enumerate(listed)]
    return [*found, *_further(seed, len(found), today)]


def professionals(seed: int, count: int) -> list[str]:
    """So many made-up names."""
    return people(Draws(seed, np.arange(count)), "staff").to_list()


def _listed(row: dict[str, Any], number: int, today: date) -> Institution:
    kind = "cse_firm" if "注册安全工程师" in row["name"] else row["kind"]
    return _made(row["uscc"], row["name"], kind, row["division"], number, today)


def _further(seed: int, start: int, today: date) -> Iterator[Institution]:
    kinds = table("institutions")
    stems = iter(kinds["stems"].split())
    places = divisions()
    wanted = [kind for kind, row in kinds.items() if kind != "stems" for _ in range(row["count"])]
    codes = _codes(seed, [kinds[kind]["code"] for kind in wanted], places)
    for at, (kind, uscc) in enumerate(zip(wanted, codes, strict=True)):
        place = places[at % len(places)]
        name = kinds[kind]["name"].format(stem=next(stems), place=place.names[0])
        yield _made(uscc, name, kind, place.code, start + at, today)


def _codes(seed: int, kinds: list[str], places: list[Any]) -> list[str]:
    number = np.arange(len(kinds))
    authority = np.array([places[at % len(places)].code for at in number], dtype="S6")
    serial = _SERIAL + (seed * 89 + number) % 31**4
    return credit_codes(np.array(kinds, dtype="S2"), authority, serial).to_list()


def _made(uscc: str, name: str, kind: str, division: str, number: int, today: date) -> Institution:
    row = table("institutions")[kind]
    low, high = row["staff"]
    ends = today + timedelta(days=[900, 20, 400, 1300, 75, -12][number % 6])
    return Institution(
        uscc=uscc,
        name=name,
        kind=kind,
        division="" if division == "330700" else division,
        scope=row["scope"],
        trade=row["trades"][number % 4] if "trades" in row else "",
        credential=row.get("credential", ""),
        lines=row["lines"][number % 4] if "lines" in row else [],
        staff=low + number * 7 % (high - low + 1),
        certificates={each: row[each] for each in PEOPLE if each in row},
        since=today - timedelta(days=500 + number * 23 % 900),
        licence_ends=ends if row.get("credential") not in (None, "training_filing") else None,
        standing="suspended" if number == 25 else "removed" if number == 33 else "listed",
    )
