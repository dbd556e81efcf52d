"""The made-up city's data files, read once into lists and number tables."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from anfu.demo.draws import Floats
from anfu.registry.datafiles import DATA, read_csv

GROUNDS = (
    "dangerous_goods_making",
    "dangerous_goods_trade",
    "mine",
    "ammonia",
    "combustible_dust",
    "confined_space",
    "spraying",
    "metal_smelting",
    "major_hazard_installation",
)


@cache
def table(name: str) -> dict[str, Any]:
    """A data file of this room, e.g. `table("names")`."""
    return tomllib.loads((Path(__file__).parent / "data" / f"{name}.toml").read_text(encoding="utf-8"))


def words(text: str) -> list[str]:
    """Entries of a list kept as one string; `-` stands for nothing."""
    return ["" if word == "-" else word for word in text.split()]


@dataclass(frozen=True)
class Division:
    code: str
    name: str
    short: str
    share: float
    centre: tuple[float, float]
    addresses: list[str]
    names: list[str]
    authorities: dict[str, float]
    then: list[float]
    now: list[float]
    drop: float


@cache
def divisions() -> list[Division]:
    """The city's ten, in the order of their codes."""
    known = {row["code"]: row for row in read_csv(DATA / "divisions.csv").iter_rows(named=True)}
    return [
        Division(
            code=code,
            name=known[code]["name"],
            short=known[code]["short"],
            addresses=words(row["addresses"]),
            names=words(row["names"]),
            centre=tuple(row["centre"]),
            **{key: row[key] for key in ("share", "authorities", "then", "now", "drop")},
        )
        for code, row in sorted(table("divisions").items())
    ]


@dataclass(frozen=True)
class Town:
    code: str
    name: str
    weight: float


@cache
def towns(division: str) -> list[Town]:
    """The towns that a division answers for, a zone's own among them; streets weigh more than hamlets."""
    listed = read_csv(DATA / "towns.csv").iter_rows(named=True)
    rows = [row for row in listed if (row["zone"] or row["division"]) == division]
    return [Town(row["code"], row["name"], {"0": 3.0, "1": 2.0}.get(row["code"][6], 0.6)) for row in rows]


@dataclass(frozen=True)
class Trade:
    """One trade's words and likelihoods; see the head of data/making.toml."""

    code: str
    row: dict[str, Any]

    @property
    def kind(self) -> str:
        return str(self.row["kind"])

    def listed(self, key: str) -> list[str]:
        return words(self.row.get(key, ""))


@cache
def trades() -> list[Trade]:
    """All trades, in the order of the files."""
    files = ("making", "hazardous", "serving")
    return [Trade(code, row) for file in files for code, row in table(file).items()]


@cache
def trade_weights() -> Floats:
    """Weight of each trade (column) in each division (line)."""
    return np.array(
        [[t.row.get("share", {}).get(d.code, t.row["elsewhere"]) for t in trades()] for d in divisions()],
        dtype=np.float64,
    )


@cache
def trade_column(key: str, default: Any = None) -> np.ndarray:
    """One value of every trade as an array, e.g. `trade_column("per_head")`."""
    return np.array([t.row.get(key, default) for t in trades()])
