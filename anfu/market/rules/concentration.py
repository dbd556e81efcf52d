"""Does a town's choice of providers look steered? A permutation test with a bounded false-alarm rate (三(四)b). Pure.

Under free choice who serves a firm does not depend on its town, once county and kind of service are given: so the
providers are shuffled among the firms of the same stratum, and a town's concentration (sum of squared shares) is
compared with what chance gives. Each town gets its p-value; Holm's correction keeps the chance of even one false alarm
in a whole reading below `ALARM`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

ALARM = 0.05
SHUFFLES = 1_999
FEWEST = 5  # contracts, below which nothing can be said of a town


class Served(NamedTuple):
    """One agreed choice: in which town, by whom, and among which firms chance may exchange providers."""

    town: str
    provider: int
    stratum: str


@dataclass(frozen=True, slots=True)
class Town:
    """One town. `hhi`: sum of squared shares of providers in 1/10,000; `p`: how often chance gives as much or more."""

    town: str
    contracts: int
    first: int  # the provider with most
    share_bp: int
    hhi: int
    expected: int
    p: float
    alarm: bool = False


def judge(served: Sequence[Served], *, seed: int, shuffles: int = SHUFFLES) -> list[Town]:
    """Every town with enough contracts, most striking first. The same seed gives the same answer."""
    rows = sorted(served, key=lambda each: (each.stratum, *each))
    held = Counter(each.town for each in rows)
    towns = sorted(town for town, number in held.items() if town and number >= FEWEST)
    table = _Table.of(rows, towns)
    seen, above, total = table.concentrations(table.providers), np.zeros(len(towns)), np.zeros(len(towns))
    chance = np.random.default_rng(seed)
    for _ in range(shuffles):
        drawn = table.concentrations(table.shuffled(chance))
        above += drawn >= seen
        total += drawn
    found = [
        _town(town, rows, int(seen[n]), int(total[n]) // shuffles, float(1 + above[n]) / (1 + shuffles))
        for n, town in enumerate(towns)
    ]
    return _holm(sorted(found, key=lambda each: (each.p, each.town)))


class _Table(NamedTuple):
    """The rows as numbers: town (one beyond the last: not judged), provider, stratum; and contracts of each town."""

    towns: np.ndarray
    providers: np.ndarray
    strata: np.ndarray
    whole: np.ndarray
    most: int

    @classmethod
    def of(cls, rows: Sequence[Served], towns: Sequence[str]) -> "_Table":
        """In the order of the rows, which is that of their strata."""
        places = {town: n for n, town in enumerate(towns)}
        at = np.array([places.get(each.town, len(towns)) for each in rows], int)
        providers = np.unique([each.provider for each in rows], return_inverse=True)[1]
        strata = np.unique([each.stratum for each in rows], return_inverse=True)[1]
        whole = np.bincount(at, minlength=len(towns) + 1)[: len(towns)]
        return cls(at, providers, strata, whole, int(providers.max(initial=0)) + 1)

    def shuffled(self, chance: np.random.Generator) -> np.ndarray:
        """The providers, exchanged among the rows of each stratum."""
        return self.providers[np.argsort(self.strata + chance.random(len(self.strata)))]

    def concentrations(self, providers: np.ndarray) -> np.ndarray:
        """For each town the sum of squared shares in 1/10,000."""
        cells = (len(self.whole) + 1) * self.most
        counts = np.bincount(self.towns * self.most + providers, minlength=cells).reshape(-1, self.most)
        return (counts[:-1] ** 2).sum(axis=1) * 10_000 // self.whole**2


def _holm(found: list[Town]) -> list[Town]:
    made, still = [], True
    for place, each in enumerate(found):
        still = still and each.p <= ALARM / (len(found) - place)
        made.append(
            Town(each.town, each.contracts, each.first, each.share_bp, each.hhi, each.expected, each.p, still)
        )
    return made


def _town(town: str, rows: Sequence[Served], hhi: int, expected: int, p: float) -> Town:
    here = Counter(each.provider for each in rows if each.town == town)
    first, most = min(here.items(), key=lambda each: (-each[1], each[0]))
    number = sum(here.values())
    return Town(town, number, first, most * 10_000 // number, hhi, expected, p)
