"""The city in chunks: enough for a page, or for a million enterprises in little memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from anfu.demo.contracts import make_engagements
from anfu.demo.draws import Draws
from anfu.demo.findings import confirmed, decide, make_truth
from anfu.demo.firms import Firms, make_firms
from anfu.demo.history import make_events, make_versions
from anfu.demo.identity import capacity
from anfu.demo.incidents import make_accidents, make_listings

CHUNK = 50_000
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class CityChunk:
    """Some of the city's enterprises with all that belongs to them; see docs of `make_*` for the columns."""

    versions: pl.DataFrame
    engagements: pl.DataFrame
    truth: pl.DataFrame
    listings: pl.DataFrame
    accidents: pl.DataFrame

    @property
    def current(self) -> pl.DataFrame:
        """The versions in force today, one for each enterprise."""
        return self.versions.filter(pl.col("valid_to").is_null()).drop("valid_from", "valid_to")


def generate(*, enterprises: int, seed: int, today: date, chunk: int = CHUNK) -> Iterator[CityChunk]:
    """The city of this seed and size as it is known on `today`.

    `chunk` changes how much comes at once, nothing else. ValueError where there are not enough trade names.
    """
    if not 0 < enterprises <= capacity():
        raise ValueError(f"between 1 and {capacity()} enterprises")
    for start in range(0, enterprises, chunk):
        draws = Draws(seed, np.arange(start, min(start + chunk, enterprises)))
        yield _chunk(make_firms(draws, total=enterprises, today=(today - _EPOCH).days))


def _chunk(firms: Firms) -> CityChunk:
    events = make_events(firms)
    decided = decide(firms)
    return CityChunk(
        versions=make_versions(firms, events),
        engagements=make_engagements(firms, events, confirmed(decided)),
        truth=make_truth(firms, events, decided),
        listings=make_listings(firms, events, decided),
        accidents=make_accidents(firms, events),
    )
