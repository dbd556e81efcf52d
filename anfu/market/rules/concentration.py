"""Does a town's choice of providers look steered? A permutation test with a bounded false-alarm rate (三(四)b). Pure.

Under free choice who serves a firm does not depend on its town, once county and kind of service are given: so the
providers are shuffled among the firms of the same stratum, and a town's concentration (sum of squared shares) is
compared with what chance gives. Each town gets its p-value; Holm's correction keeps the chance of even one false alarm
in a whole reading below `ALARM`.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

ALARM = 0.05
SHUFFLES = 1_999
FEWEST = 5  # contracts, below which nothing can be said of a town


@dataclass(frozen=True, slots=True)
class Served:
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
    rows = sorted(served, key=lambda each: (each.stratum, each.town, each.provider))
    towns = {
        town for town, number in Counter(each.town for each in rows).items() if town and number >= FEWEST
    }
    seen = _concentrations(rows, [each.provider for each in rows], towns)
    above, total = Counter[str](), Counter[str]()
    chance = random.Random(seed)  # noqa: S311  # nosec B311  # a simulation, no secret
    groups = _groups(rows)
    for _ in range(shuffles):
        drawn = _concentrations(rows, _shuffled(rows, groups, chance), towns)
        above.update(town for town in towns if drawn[town] >= seen[town])
        total.update(drawn)
    found = [
        _town(town, rows, seen[town], total[town] // shuffles, (1 + above[town]) / (1 + shuffles))
        for town in towns
    ]
    return _holm(sorted(found, key=lambda each: (each.p, each.town)))


def _holm(found: list[Town]) -> list[Town]:
    made, still = [], True
    for place, each in enumerate(found):
        still = still and each.p <= ALARM / (len(found) - place)
        made.append(
            Town(each.town, each.contracts, each.first, each.share_bp, each.hhi, each.expected, each.p, still)
        )
    return made


def _groups(rows: Sequence[Served]) -> list[list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(rows):
        places[each.stratum].append(place)
    return list(places.values())


def _shuffled(rows: Sequence[Served], groups: list[list[int]], chance: random.Random) -> list[int]:
    drawn = [each.provider for each in rows]
    for places in groups:
        providers = [drawn[place] for place in places]
        chance.shuffle(providers)
        for place, provider in zip(places, providers, strict=True):
            drawn[place] = provider
    return drawn


def _concentrations(rows: Sequence[Served], providers: list[int], towns: set[str]) -> dict[str, int]:
    held: dict[str, dict[int, int]] = {town: {} for town in towns}
    for each, provider in zip(rows, providers, strict=True):
        if (of := held.get(each.town)) is not None:
            of[provider] = of.get(provider, 0) + 1
    return {town: _hhi(list(of.values())) for town, of in held.items()}


def _hhi(counts: list[int]) -> int:
    whole = sum(counts)
    return sum(count * count for count in counts) * 10_000 // (whole * whole)


def _town(town: str, rows: Sequence[Served], hhi: int, expected: int, p: float) -> Town:
    here = Counter(each.provider for each in rows if each.town == town)
    first, most = min(here.items(), key=lambda each: (-each[1], each[0]))
    number = sum(here.values())
    return Town(town, number, first, most * 10_000 // number, hhi, expected, p)
