"""Dated wide versions: what was so about each firm over the last years, one row for each change."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from anfu.demo import facts, places
from anfu.demo.draws import Draws, Flags, Ints
from anfu.demo.firms import Firms
from anfu.demo.gather import take
from anfu.demo.tables import divisions

NEVER = 10**6  # a day later than any
_YEARS = 3  # histories begin on 1 January three years before today's year
_STATUS = ["active", "cancelled", "suspended", "moved_out", "dormant", "revoked", "liquidating", "annulled"]
_STATUS_WEIGHTS = [0, 34, 26, 13, 13, 7, 5, 2]
_GONE = np.array([False, True, False, True, False, True, False, True])
CANONICAL = [
    "uscc", "name", "established_on", "org_type", "capital_fen", "capital_currency", "scope", "province",
    "city", "division", "town", "address", "industry", "employees", "revenue_fen", "status", "above_scale",
    "hazard_level", "hazard_scheme", "safety_officers", "has_safety_rules", "has_training_records",
    "regulators", "principal", "contact_name", "contact_phone", "longitude", "latitude",
]  # fmt: skip


@dataclass(frozen=True)
class Events:
    """The day on which each kind of change happened to each firm (NEVER: it did not)."""

    first: Ints
    people1: Ints
    people2: Ints
    safety: Ints
    moved: Ints
    status: Ints
    resumed: Ints
    state: Ints  # index into _STATUS of what the status became

    @property
    def gone(self) -> Ints:
        """The day from which nothing changes any more: struck off, moved away."""
        return np.where(_GONE[self.state], self.status, NEVER)

    @property
    def working_until(self) -> Ints:
        """The day on which the firm stopped work, unless it took it up again."""
        return np.where(self.resumed < NEVER, NEVER, self.status)


def make_events(firms: Firms) -> Events:
    """What happened to each firm between its first day here and today."""
    draws, today = firms.draws, firms.today
    first = np.maximum(firms.established, history_start(today))
    status = _days(draws, "status", first, today, 0.10)
    state = np.where(status < NEVER, draws.pick("status/which", _STATUS_WEIGHTS), 0)
    pausing = np.isin(state, [2, 4])
    resumed = np.where(pausing, _days(draws, "resumed", np.minimum(status, today), today, 0.35), NEVER)
    changes = {
        "people1": _days(draws, "people1", first, today, 0.52),
        "people2": _days(draws, "people2", first, today, 0.30),
        "safety": _days(draws, "safety", first, today, 0.24),
        "moved": _days(draws, "moved", first, today, 0.03),
    }
    end = np.where(_GONE[state], status, NEVER)
    kept = {name: np.where(days < end, days, NEVER) for name, days in changes.items()}
    return Events(first=first, status=status, resumed=resumed, state=state, **kept)


def history_start(today: int) -> int:
    """The day (since 1970) before which the city knows nothing."""
    return (date(date.fromordinal(today + _EPOCH).year - _YEARS, 1, 1)).toordinal() - _EPOCH


_EPOCH = date(1970, 1, 1).toordinal()


def _days(draws: Draws, question: str, after: Ints, today: int, share: float) -> Ints:
    """A day after `after` and up to today for a share of the firms."""
    room = np.maximum(today - after, 0)
    day = after + 1 + draws.integer(f"{question}/day", np.maximum(room, 1))
    return np.where(draws.chance(f"{question}/happened", share) & (room > 0), day, NEVER)


def make_versions(firms: Firms, events: Events) -> pl.DataFrame:
    """All versions, ordered by firm and day: canonical fields, `valid_from`, `valid_to` (half-open)."""
    firm, day, end = _spans(events)
    known = _changing(firms, events, firm, day)
    standing = firms.standing[firm]
    return pl.concat([standing, known], how="horizontal").select(
        *CANONICAL,
        pl.Series("valid_from", day.astype("datetime64[D]")),
        pl.select(pl.when(pl.Series(end < NEVER)).then(pl.Series(end.astype("datetime64[D]"))))
        .to_series()
        .alias("valid_to"),
    )


def _spans(events: Events) -> tuple[Ints, Ints, Ints]:
    """Firm, first day and day after the last of each version."""
    columns = (
        events.first,
        events.people1,
        events.people2,
        events.safety,
        events.moved,
        events.status,
        events.resumed,
    )
    days = np.sort(np.column_stack(columns), axis=1)
    fresh = days < NEVER
    fresh[:, 1:] &= days[:, 1:] != days[:, :-1]
    firm, _ = np.nonzero(fresh)
    start = days[fresh]
    last = np.append(firm[1:] != firm[:-1], True)
    return firm, start, np.where(last, NEVER, np.append(start[1:], NEVER))


def _changing(firms: Firms, events: Events, firm: Ints, day: Ints) -> pl.DataFrame:
    state = np.where(day >= events.status[firm], events.state[firm], 0)
    state = np.where(day >= events.resumed[firm], 0, state)
    columns = _people(firms, events, firm, day) | _places(firms, day >= events.moved[firm], firm)
    better = day >= events.safety[firm]
    before, after = (facts.safety(firms.draws, firms.staff, later) for later in (False, True))
    for name, column in before.items():
        columns[name] = _either(better, after[name].gather(firm), column.gather(firm))
    return pl.DataFrame(columns | {"status": take(_STATUS, state)}).with_columns(
        province=pl.lit("浙江"), city=pl.lit("金华")
    )


def _either(which: Flags, yes: pl.Series, no: pl.Series) -> pl.Series:
    return pl.select(pl.when(pl.Series(which)).then(yes).otherwise(no)).to_series()


def _people(firms: Firms, events: Events, firm: Ints, day: Ints) -> dict[str, pl.Series]:
    """People and revenue after as many changes as had come; 规上 by last revenue (industry only)."""
    draws, first = firms.draws, firms.staff
    steps = [first, facts.changed(draws, "people1/by", first)]
    steps.append(facts.changed(draws, "people2/by", steps[1]))
    count = (day >= events.people1[firm]).astype(np.int64) + (day >= events.people2[firm])
    people = np.column_stack(steps)[firm, count]
    revenue = np.column_stack([facts.revenue_fen(draws, firms.trade, step) for step in steps])[firm, count]
    large = (revenue >= 2_000 * facts.FEN_PER_WAN) & firms.industrial[firm]
    told = {
        question: pl.Series(draws.chance(f"{question}/told", share)[firm])
        for question, share in _TOLD.items()
    }
    return {
        "employees": pl.select(pl.when(told["employees"]).then(pl.Series(people))).to_series(),
        "revenue_fen": pl.select(pl.when(told["revenue"]).then(pl.Series(revenue))).to_series(),
        "above_scale": pl.select(pl.when(told["scale"]).then(pl.Series(large))).to_series(),
    }


_TOLD = {"employees": 0.95, "revenue": 0.87, "scale": 0.90}


def _places(firms: Firms, moved: Flags, firm: Ints) -> dict[str, pl.Series]:
    """Where the firm was: its first site, or after a move another one, mostly in the same division."""
    draws = firms.draws
    other = np.where(
        draws.chance("move/far", 0.2), places.pick_divisions(draws, "move/division"), firms.division
    )
    old, new = places.pick_sites(draws, firms.division, firms.total), places.move_sites(draws, other)
    codes = [d.code for d in divisions()]
    located = pl.Series(draws.chance("position/told", 0.82)[firm])
    columns = {
        "division": take(codes, np.where(moved, new.division[firm], old.division[firm])),
        "town": facts.told(
            draws.at(draws.number[firm]), "town", _either(moved, new.town[firm], old.town[firm]), 0.98
        ),
        "address": _either(moved, new.address[firm], old.address[firm]),
    }
    for name in ("longitude", "latitude"):
        value = np.where(moved, getattr(new, name)[firm], getattr(old, name)[firm])
        columns[name] = pl.select(pl.when(located).then(pl.Series(value))).to_series()
    return columns
