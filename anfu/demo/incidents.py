"""Supervised listings (挂牌督办) and accidents of the made-up firms."""

import numpy as np
import polars as pl

from anfu.demo.draws import Draws, Ints
from anfu.demo.findings import confirmed
from anfu.demo.firms import Firms
from anfu.demo.gather import Pools, take
from anfu.demo.history import Events
from anfu.demo.tables import GROUNDS, divisions, table

_LISTED_HIGH, _LISTED_OTHER = 0.06, 0.002
_LISTED_DAYS = 900
_FEN_PER_YUAN_THOUSAND = 100_000


def _one_of(draws: Draws, firms: Firms, line: Ints) -> Draws:
    return draws.at(firms.draws.number[line])


def make_listings(firms: Firms, events: Events, decided: Ints) -> pl.DataFrame:
    """`uscc`, `level`, `number`, `hazard`, `listed_on`, `due_on`, `delisted_on` (null: still open)."""
    high = confirmed(decided)
    chosen = firms.draws.chance("listed", np.where(high, _LISTED_HIGH, _LISTED_OTHER))
    line = np.nonzero(chosen & (events.working_until > firms.today) & firms.industrial)[0]
    draws = _one_of(firms.draws, firms, line)
    day = _day(draws, "listed/day", events.first[line], firms.today, _LISTED_DAYS)
    due = day + 30 + 15 * draws.integer("listed/days", 5)
    off = due - 12 + draws.integer("delisted/after", 40)
    closed = pl.Series((off <= firms.today) & draws.chance("delisted", 0.7))
    levels, weights = zip(*table("incidents")["listing"]["levels"], strict=True)
    return pl.DataFrame(
        {
            "uscc": firms.uscc.gather(line),
            "level": take(levels, draws.pick("listed/level", weights)),
            "number": _numbers(draws, firms.division[line], day),
            "hazard": _hazards(draws, high[line], decided[line]),
            "listed_on": day.astype("datetime64[D]"),
            "due_on": due.astype("datetime64[D]"),
        }
    ).with_columns(delisted_on=pl.when(closed).then(pl.Series(off.astype("datetime64[D]"))))


def _day(draws: Draws, question: str, after: Ints, today: int, span: int) -> Ints:
    """A day of the last `span` days, not before `after`."""
    start = np.minimum(np.maximum(after, today - span), today - 1)
    return start + draws.integer(question, today - start)


def _numbers(draws: Draws, division: Ints, day: Ints) -> pl.Series:
    year = pl.Series(day.astype("datetime64[D]")).dt.year().cast(pl.String)
    serial = pl.Series(1 + draws.integer("listed/number", 98)).cast(pl.String)
    return take([d.short for d in divisions()], division) + "安委〔" + year + "〕" + serial + "号"


def _hazards(draws: Draws, high: np.ndarray, decided: Ints) -> pl.Series:
    """What was found, fitting a confirmed ground of the firm."""
    texts = table("incidents")["listing"]
    pools = Pools.of([texts[ground] for ground in GROUNDS] + [texts["any"]])
    ground = np.where(high, (decided == 1).argmax(axis=1), len(GROUNDS))
    return pools.pick(draws, "listed/hazard", ground)


def make_accidents(firms: Firms, events: Events) -> pl.DataFrame:
    """`uscc`, `happened_on`, `deaths`, `injuries`, `loss_fen`, `description`; larger firms have more."""
    rate = (
        table("incidents")["accident"]["rate"]
        * np.clip(firms.staff / 30, 0.3, 6.0)
        * np.where(firms.industrial, 1.3, 0.4)
    )
    line = np.nonzero(firms.draws.chance("accident", rate))[0]
    draws = _one_of(firms.draws, firms, line)
    end = np.minimum(events.gone[line] - 1, firms.today)
    day = np.minimum(
        _day(draws, "accident/day", events.first[line], firms.today, 1_200),
        np.maximum(end, events.first[line]),
    )
    kinds = table("incidents")["accident"]["kinds"]
    deaths = draws.pick("accident/deaths", [58, 38, 3, 1])
    injuries = np.where(deaths == 0, 1, 0) + draws.pick("accident/injuries", [80, 15, 5])
    loss = (deaths * 1_300 + injuries * 180 + draws.integer("accident/loss", 400)) * _FEN_PER_YUAN_THOUSAND
    return pl.DataFrame(
        {
            "uscc": firms.uscc.gather(line),
            "happened_on": day.astype("datetime64[D]"),
            "deaths": deaths,
            "injuries": injuries,
            "loss_fen": loss,
            "description": take(kinds, draws.integer("accident/kind", len(kinds))),
        }
    )
