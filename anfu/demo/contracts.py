"""Contracts of the last four years: firms join, renew, change provider, lapse and leave, by county."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl

from anfu.demo.draws import Draws, Flags, Floats, Ints
from anfu.demo.firms import Firms
from anfu.demo.gather import take
from anfu.demo.history import NEVER, Events
from anfu.demo.providers import providers, reach, service_sets
from anfu.demo.tables import divisions, table

_WINDOW = 4 * 365
_RENEWALS = 6
_INSURED_TOO = 0.07  # share of the served that have a second relation by their liability insurance
_FEN_PER_HUNDRED_YUAN = 10_000


@dataclass(frozen=True)
class _Relations:
    """Served firms: line in the chunk, day of joining, day of leaving, index of the set of services."""

    firm: Ints
    join: Ints
    leave: Ints
    services: Ints
    chain: int


def make_engagements(firms: Firms, events: Events, high_risk: Flags) -> pl.DataFrame:
    """Ordered by firm and day: who serves whom, how, from when to the first day no longer, for how much."""
    join, leave = _served(firms, events, high_risk)
    sets = service_sets()
    own = firms.draws.pick("services", [weight for _, _, weight, _ in sets])
    first = _relations(firms, join, leave, own, 0)
    insured = firms.draws.chance("insured", _INSURED_TOO)
    later = np.where(insured, join + firms.draws.integer("insured/after", 500), NEVER)
    policy = next(i for i, (mode, *_) in enumerate(sets) if mode == "insurance")
    second = _relations(firms, later, leave, np.full_like(own, policy), 1)
    rows = pl.concat([_contracts(firms, first), _contracts(firms, second)])
    return rows.sort("firm", "valid_from", "contract_no").drop("firm")


def _relations(firms: Firms, join: Ints, leave: Ints, services: Ints, chain: int) -> _Relations:
    firm = np.nonzero((join <= firms.today) & (join < leave))[0]
    return _Relations(firm, join[firm], leave[firm], services[firm], chain)


@cache
def _shares(key: str) -> Floats:
    return np.array([getattr(d, key) for d in divisions()], dtype=np.float64)


def _served(firms: Firms, events: Events, high_risk: Flags) -> tuple[Ints, Ints]:
    """The day each firm's first contract begins (NEVER: none) and the day from which it renews no more."""
    draws, opening = firms.draws, firms.today - _WINDOW
    group = np.where(high_risk, 0, np.where(firms.industrial, 1, 2))
    drop = _shares("drop")[firms.division]
    then = _shares("then")[firms.division, group]
    now = np.minimum(_shares("now")[firms.division, group] / (1 - 0.75 * drop), 0.995)
    place = draws.uniform("served")
    joined = opening + (place - then) / (now - then) * _WINDOW
    before = opening - draws.integer("served/before", _term(draws))
    join = np.where(place < then, before, np.where(place < now, joined, NEVER)).astype(np.int64)
    join = np.where(join < NEVER, np.maximum(join, firms.established + 20), NEVER)
    since = np.maximum(join, opening)
    leaving = since + 1 + draws.integer("leave/day", np.maximum(firms.today - since, 1))
    leave = np.where(draws.chance("leave", drop), leaving, NEVER)
    return join, np.minimum(leave, np.minimum(events.working_until, firms.today + 1))


def _term(draws: Draws) -> Ints:
    """Days that a firm's contracts run: one, two or three years."""
    years, weights = zip(*table("services")["years"], strict=True)
    return np.array(years)[draws.pick("term", weights)] * 365


def _contracts(firms: Firms, relations: _Relations) -> pl.DataFrame:
    """One row for each contract and renewal."""
    draws, firm = firms.draws.at(firms.draws.number[relations.firm]), relations.firm
    name = f"chain{relations.chain}"
    term = _term(draws)
    gaps = [_gap(draws, f"{name}/gap{k}") if k else np.zeros_like(term) for k in range(_RENEWALS)]
    start = (
        relations.join[:, None]
        + term[:, None] * np.arange(_RENEWALS)
        + np.cumsum(np.column_stack(gaps), axis=1)
    )
    line, turn = np.nonzero(start < relations.leave[:, None])
    begin = start[line, turn]
    each = draws.at(draws.number[line] * 16 + relations.chain * 8 + turn)
    chosen = relations.services[line]
    return pl.DataFrame(
        {
            "firm": firm[line],
            "uscc": firms.uscc.gather(firm[line]),
            "provider_uscc": _provider(draws, name, firms.division[firm], relations.services, line, turn),
            "mode": take([mode for mode, *_ in service_sets()], chosen),
            "kinds": pl.Series([kinds for _, kinds, *_ in service_sets()]).gather(chosen),
            "valid_from": begin.astype("datetime64[D]"),
            "valid_to": (begin + term[line]).astype("datetime64[D]"),
            "signed_on": (begin - 1 - each.integer("signed", 20)).astype("datetime64[D]"),
            "price_fen": _price(each, chosen, firms.staff[firm[line]], term[line] // 365),
            "contract_no": _numbers(begin, each),
        }
    )


def _gap(draws: Draws, question: str) -> Ints:
    """Most renew in time; some let a few weeks pass."""
    return np.where(draws.chance(question, 0.08), 5 + draws.integer(f"{question}/days", 60), 0)


def _provider(draws: Draws, name: str, division: Ints, services: Ints, line: Ints, turn: Ints) -> pl.Series:
    """The firm's provider; one renewal in ten goes to another and stays there."""
    row = services * len(divisions()) + division
    first = draws.pick_row(f"{name}/provider", reach(), row)
    other = draws.pick_row(f"{name}/other", reach(), row)
    switch = np.where(draws.chance(f"{name}/switch", 0.2), 1 + draws.integer(f"{name}/when", 3), _RENEWALS)
    return take(providers(draws.seed)["uscc"], np.where(turn >= switch[line], other[line], first[line]))


def _price(each: Draws, chosen: Ints, people: Ints, years: Ints) -> pl.Series:
    """Whole contract in fen, in steps of 100 yuan; null where nothing is paid or nobody told."""
    ranges = np.array([[pair or [0, 0] for pair in prices] for *_, prices in service_sets()])
    band = np.digitize(people, [50, 101])
    low, high = ranges[chosen, band].T
    hundreds = (low + each.uniform("price") * (high - low)) * years // 100
    given = (high > 0) & each.chance("price/told", 0.94)
    fen = pl.Series(hundreds.astype(np.int64) * _FEN_PER_HUNDRED_YUAN)
    return pl.select(pl.when(pl.Series(given)).then(fen)).to_series()


def _numbers(begin: Ints, each: Draws) -> pl.Series:
    year = pl.Series(begin.astype("datetime64[D]")).dt.year().cast(pl.String)
    return "AF-" + year + "-" + pl.Series(each.number).cast(pl.String).str.zfill(8)
