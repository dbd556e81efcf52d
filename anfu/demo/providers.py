"""The made-up bodies that serve: consultancies, assessors, testers, insurers, associations."""

from functools import cache
from typing import Any

import numpy as np
import polars as pl

from anfu.demo.draws import Floats
from anfu.demo.identity import credit_codes
from anfu.demo.tables import divisions, table, words

_FIRST_SERIAL = 30 * 31**4  # a block that no firm of the city reaches


def providers(seed: int) -> pl.DataFrame:
    """One row a provider: `uscc`, `name`, `kind`, `division`, `modes`, `services` (lists)."""
    rows = listed()
    serial = _FIRST_SERIAL + (seed * 97 + np.arange(len(rows))) % 31**4
    kind = np.array([row["code"] for row in rows], dtype="S2")
    division = np.array([row["division"] for row in rows], dtype="S6")
    return pl.DataFrame(
        {
            "uscc": credit_codes(kind, division, serial),
            "name": [row["name"] for row in rows],
            "kind": [row["kind"] for row in rows],
            "division": [row["division"] for row in rows],
            "modes": [words(row["modes"]) for row in rows],
            "services": [words(row["services"]) for row in rows],
        }
    )


@cache
def listed() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table("providers")["provider"]
    return rows


@cache
def service_sets() -> list[tuple[str, list[str], float, list[list[int]]]]:
    """Mode, kinds of service, weight, and the price ranges (yuan a year) of the three sizes."""
    return [
        (mode, words(kinds), weight, prices) for mode, kinds, weight, *prices in table("services")["sets"]
    ]


@cache
def reach() -> Floats:
    """(Set × division) × provider: how often it is the one chosen; 0 where it does not serve."""
    return np.array(
        [
            [_weight(row, mode, kinds, division.code) for row in listed()]
            for mode, kinds, *_ in service_sets()
            for division in divisions()
        ],
        dtype=np.float64,
    )


def _weight(row: dict[str, Any], mode: str, kinds: list[str], division: str) -> float:
    serves = mode in words(row["modes"]) and set(kinds) <= set(words(row["services"]))
    return float(row.get("reach", {}).get(division, row["elsewhere"])) if serves else 0.0
