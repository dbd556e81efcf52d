"""Names of places and what they say about a division, compiled from the data files."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from anfu.registry.datafiles import DATA, read_csv

_SUFFIX = re.compile(r"(畲族)?(街道|镇|乡)$")
_SUFFIXES = ("街道", "镇", "乡")


@dataclass(frozen=True)
class Gazetteer:
    """`counties`, `short_counties`: name -> code. `towns`: spelling, stem, division, town_code, zone,
    zone_state, one row for each town that a spelling may mean. `unique`: spelling -> division where only one
    has it; `stems`: the same without 镇, 乡, 街道. `places`: other names, each with what it says."""

    city: str
    names_of: dict[str, str]
    counties: dict[str, str]
    short_counties: dict[str, str]
    old_codes: dict[str, str]
    towns: pl.DataFrame
    unique: dict[str, str]
    stems: dict[str, str]
    places: pl.DataFrame
    provinces: tuple[str, ...]
    cities: tuple[str, ...]


@cache
def gazetteer(folder: Path = DATA) -> Gazetteer:
    """Reads the folder's files once."""
    divisions = read_csv(folder / "divisions.csv")
    below = divisions.filter(pl.col("kind") != "city")
    towns = _spellings(read_csv(folder / "towns.csv"))
    others = read_csv(folder / "other_places.csv")
    land = below.filter(pl.col("kind") != "zone")
    return Gazetteer(
        city=divisions.filter(pl.col("kind") == "city")["short"].item(),
        names_of=dict(divisions.select("code", "name").iter_rows()),
        counties=dict(below.select("name", "code").iter_rows()),
        short_counties=dict(land.select("short", "code").iter_rows()),
        old_codes=dict(read_csv(folder / "division_codes.csv").select("old_code", "code").iter_rows()),
        towns=towns,
        unique=_unique(towns, "spelling"),
        stems={stem: code for stem, code in _unique(towns, "stem").items() if len(stem) > 1},
        places=read_csv(folder / "place_names.csv"),
        provinces=tuple(others.filter(pl.col("kind") == "province")["name"]),
        cities=tuple(others.filter(pl.col("kind") != "province")["name"]),
    )


def alternation(words: list[str]) -> str:
    """A regex group of the words, longer ones first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _spellings(towns: pl.DataFrame) -> pl.DataFrame:
    """Towns under their own name and as they may have been called before; an own name goes first."""
    own = {row["name"] for row in towns.iter_rows(named=True)}
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for town in towns.iter_rows(named=True):
        stem = _SUFFIX.sub("", town["name"])
        for spelling in {town["name"], *(stem + suffix for suffix in _SUFFIXES)}:
            if spelling == town["name"] or spelling not in own:
                rows[spelling].append({"spelling": spelling, "stem": stem, "town_code": town["code"], **town})
    return pl.DataFrame([row for same in rows.values() for row in same]).drop("code", "name", "source")


def _unique(towns: pl.DataFrame, key: str) -> dict[str, str]:
    one = towns.group_by(key).agg(pl.col("division").unique()).filter(pl.col("division").list.len() == 1)
    return dict(one.select(key, pl.col("division").list.first()).iter_rows())
