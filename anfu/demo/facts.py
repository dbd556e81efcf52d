"""People, money and safety of the made-up firms. Null is "nobody wrote it down", never zero."""

from functools import cache

import numpy as np
import polars as pl

from anfu.demo.draws import Draws, Flags, Floats, Ints
from anfu.demo.gather import take
from anfu.demo.tables import trade_column

FEN_PER_WAN = 1_000_000  # 1 万元 = 10,000 yuan = 1,000,000 fen
_CAPITALS_WAN = [
    1,
    3,
    5,
    10,
    20,
    30,
    50,
    50,
    58,
    80,
    100,
    100,
    118,
    150,
    200,
    300,
    500,
    508,
    1000,
    1080,
    2000,
    5000,
]
_MOST_PEOPLE = 3_500


@cache
def _staff_profile() -> Floats:
    return np.array([list(pair) for pair in trade_column("staff").tolist()], dtype=np.float64)


def staff(draws: Draws, trade: Ints) -> Ints:
    """People at first: log-normal by trade, mostly small and micro."""
    middle, spread = _staff_profile()[trade].T
    return np.clip(np.round(middle * np.exp(spread * draws.normal("staff"))), 1, _MOST_PEOPLE).astype(
        np.int64
    )


def changed(draws: Draws, question: str, people: Ints) -> Ints:
    """The number of people after a year or so: a few per cent up or down, at least one."""
    factor = np.exp(0.03 + 0.18 * draws.normal(question))
    return np.clip(np.round(people * factor), 1, _MOST_PEOPLE).astype(np.int64)


def revenue_fen(draws: Draws, trade: Ints, people: Ints) -> Ints:
    """Yearly revenue that fits people and trade, in whole 万元."""
    per_head = trade_column("per_head").astype(np.float64)[trade] * np.exp(0.4 * draws.normal("revenue"))
    return np.maximum(1, np.round(people * per_head)).astype(np.int64) * FEN_PER_WAN


def capital_fen(draws: Draws, people: Ints) -> Ints:
    """Registered capital, roughly growing with the number of people."""
    rank = np.log1p(people) / np.log1p(_MOST_PEOPLE) + 0.22 * draws.normal("capital")
    line = np.clip(rank * len(_CAPITALS_WAN), 0, len(_CAPITALS_WAN) - 1).astype(np.int64)
    return np.array(_CAPITALS_WAN, dtype=np.int64)[line] * FEN_PER_WAN


def currencies(draws: Draws) -> pl.Series:
    return take(["CNY", "USD", "HKD"], draws.pick("currency", [985, 10, 5]))


def hazards(draws: Draws, trade: Ints, industrial: Flags) -> tuple[pl.Series, pl.Series]:
    """Level and scheme of occupational hazard; some old declarations keep the three levels of 2012."""
    odds = np.array([list(row) for row in trade_column("hazard").tolist()], dtype=np.float64)
    three = draws.pick_row("hazard/2012", odds + 1e-9, trade)
    two = np.where(draws.chance("hazard/2021", odds[trade, 0] + 0.3 * odds[trade, 1]), 0, 2)
    old = draws.chance("hazard/old", 0.14)
    told = draws.chance("hazard/told", np.where(industrial, 0.72, 0.25))
    level = np.where(told, np.where(old, three, two), 3)
    levels = take(["severe", "heavier", "general", None], level)
    schemes = take(["2021", "2012", None], np.where(told, old.astype(np.int64), 2))
    return levels, schemes


def safety(draws: Draws, people: Ints, later: bool) -> dict[str, pl.Series]:
    """Safety officers, rules, training records: weaker in small firms, better `later`."""
    care = np.clip(0.30 + 0.11 * np.log(people) + (0.25 if later else 0.0), 0.0, 0.98)
    officers = np.where(draws.chance("officers/any", care), 1 + people // 120, 0)
    return {
        "safety_officers": told(draws, "officers", pl.Series(officers), 0.80),
        "has_safety_rules": told(draws, "rules", pl.Series(draws.chance("rules/any", care)), 0.74),
        "has_training_records": told(
            draws, "training", pl.Series(draws.chance("training/any", care - 0.08)), 0.68
        ),
    }


def told(draws: Draws, question: str, values: pl.Series, share: float) -> pl.Series:
    """The values that somebody wrote down; the others are null."""
    keep = pl.Series(draws.chance(f"{question}/told", share))
    return pl.select(pl.when(keep).then(values)).to_series()
