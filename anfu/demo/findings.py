"""The truth about grounds: what an officer finds, or has not yet looked at."""

from functools import cache

import numpy as np
import polars as pl

from anfu.demo.draws import Flags, Floats, Ints
from anfu.demo.firms import Firms
from anfu.demo.gather import take
from anfu.demo.history import Events
from anfu.demo.tables import GROUNDS, trades

_FOUND = ["open", "confirmed", "refuted"]
_OPEN, _CONFIRMED, _REFUTED = 0, 1, 2
_LOOKED_AT_TRUE, _LOOKED_AT_FALSE = 0.84, 0.66  # share of the claimed true and false ones that were looked at
_LOOKED_AT_UNSAID = 0.58  # the same for those that are true though no word says so
_EARLY = 0.72  # share of the decisions made before the firm's first two hundred days here are over


@cache
def _latent() -> Floats:
    """Trade × ground: the share of firms where the ground is there though no word of the scope says so."""
    return np.array([[t.row.get("latent", {}).get(ground, 0.0) for ground in GROUNDS] for t in trades()])


def _claimed(firms: Firms) -> tuple[Flags, Flags]:
    """Firm × ground: claimed by the scope, and really there."""
    said = np.zeros((len(firms.trade), len(GROUNDS)), dtype=bool)
    true = np.zeros_like(said)
    for column in range(firms.claims.ground.shape[1]):
        ground = firms.claims.ground[:, column]
        line = np.nonzero(ground >= 0)[0]
        said[line, ground[line]] = True
        true[line, ground[line]] |= firms.claims.real[line, column]
    return said, true


def decide(firms: Firms) -> Ints:
    """Firm × ground: -1 no question, else an index into open, confirmed, refuted."""
    said, true = _claimed(firms)
    latent = _latent()[firms.trade]
    hidden = np.column_stack([firms.draws.chance(f"latent/{g}", latent[:, k]) for k, g in enumerate(GROUNDS)])
    true |= hidden
    busy = np.column_stack([firms.draws.uniform(f"looked/{g}") for g in GROUNDS])
    likely = np.where(said, np.where(true, _LOOKED_AT_TRUE, _LOOKED_AT_FALSE), _LOOKED_AT_UNSAID)
    looked = busy < likely
    found = np.where(looked, np.where(true, _CONFIRMED, _REFUTED), _OPEN)
    return np.where(said | true, found, -1)


def make_truth(firms: Firms, events: Events, decided: Ints) -> pl.DataFrame:
    """`uscc`, `ground`, `found` (confirmed, refuted, open), `decided_on` (null while open)."""
    firm, ground = np.nonzero(decided >= 0)
    found = decided[firm, ground]
    draws = firms.draws.at(firms.draws.number[firm] * len(GROUNDS) + ground)
    start = events.first[firm]
    end = np.maximum(start + 1, np.minimum(firms.today, events.gone[firm] - 1))
    room = np.where(draws.chance("decided/early", _EARLY), np.minimum(end - start, 200), end - start)
    day = start + draws.integer("decided", np.maximum(room, 1))
    shown = pl.Series(found != _OPEN)
    return pl.DataFrame(
        {"uscc": firms.uscc.gather(firm), "ground": take(list(GROUNDS), ground), "found": take(_FOUND, found)}
    ).with_columns(decided_on=pl.when(shown).then(pl.Series(day.astype("datetime64[D]"))))


def confirmed(decided: Ints) -> Flags:
    """Firms with at least one confirmed ground."""
    return (decided == _CONFIRMED).any(axis=1)
