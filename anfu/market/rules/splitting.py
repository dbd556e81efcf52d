"""Who could take which enterprises of a group: within what each can do, the near first, then the cheap. Pure, and exact."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

ALGORITHM = "anfu-split-1"
Ways = Mapping[tuple[str, str], "Way"]


@dataclass(frozen=True, slots=True)
class Way:
    """A provider may serve an enterprise: how far (0 is nearest) and for how much."""

    far: int
    fen: int


def lot(demand: int, uscc: str) -> str:
    """What decides between equals: a hash that anybody can recompute, and no name, payment or grade changes."""
    return hashlib.sha256(f"{ALGORITHM}|{demand}|{uscc}".encode()).hexdigest()


def split(room: Mapping[str, int], ways: Ways, demand: int) -> dict[str, str]:
    """Enterprise -> provider, by credit codes. `room`: how many enterprises each provider can still take.

    As many are served as can be; then the distances add up to the least, then the prices, then the places in the lot.
    The order in which anything is given changes nothing.
    """
    firms = sorted({firm for firm, _ in ways}, key=lambda code: lot(demand, code))
    takers = sorted((code for code in room if room[code] > 0), key=lambda code: lot(demand, code))
    slots = [taker for taker in _worth(firms, takers, ways) for _ in range(min(room[taker], len(firms)))]
    if not slots:
        return {}
    found = _cheapest(_costs(firms, takers, slots, ways))
    # The columns beyond the slots are "nobody".
    return {firm: slots[at] for firm, at in zip(firms, found, strict=True) if at < len(slots)}


def _worth(firms: Sequence[str], takers: Sequence[str], ways: Ways) -> list[str]:
    """Those that may be needed: the others of n firms take at most n - 1 of one's n best."""
    kept = set()
    for firm in firms:
        able = [
            (ways[firm, each].far, ways[firm, each].fen, n)
            for n, each in enumerate(takers)
            if (firm, each) in ways
        ]
        kept |= {takers[n] for *_, n in sorted(able)[: len(firms)]}
    return [each for each in takers if each in kept]


def _costs(firms: Sequence[str], takers: Sequence[str], slots: Sequence[str], ways: Ways) -> np.ndarray:
    """One whole number for each pair that keeps the order of the aims; whoever may not costs more than nobody."""
    place = {each: n for n, each in enumerate(takers)}
    by_price = len(firms) * len(takers) + 1
    by_place = (max(way.fen for way in ways.values()) * len(firms) + 1) * by_price
    nobody = (max(way.far for way in ways.values()) + 1) * by_place * (len(firms) + 1)
    rows = [
        [_cost(ways.get((firm, slot)), by_place, by_price, place[slot], 2 * nobody) for slot in slots]
        + [nobody] * len(firms)
        for firm in firms
    ]
    # Beyond 63 bits Python's own whole numbers do it, slower: a float would mix up two prices.
    return np.array(rows, np.int64 if nobody * 8 * len(firms) < 2**63 else object)


def _cost(way: Way | None, by_place: int, by_price: int, place: int, never: int) -> int:
    return never if way is None else way.far * by_place + way.fen * by_price + place


def _cheapest(costs: np.ndarray) -> list[int]:
    """The column of each row, each column once, with the least sum: shortest augmenting paths (Jonker, Volgenant 1987)."""
    rows, columns = costs.shape
    of_row, of_column = np.zeros(rows, costs.dtype), np.zeros(columns, costs.dtype)
    holder = np.full(columns, -1)
    for start in range(rows):
        far, before = np.full(columns, int(costs.max()) * (rows + 2), costs.dtype), np.full(columns, -1)
        open_, row, last = np.ones(columns, bool), start, -1
        while row >= 0:  # until a column that nobody holds
            reduced = costs[row] - of_row[row] - of_column
            nearer = open_ & (reduced < far)
            far[nearer], before[nearer] = reduced[nearer], last
            free = np.flatnonzero(open_)
            last = int(free[np.argmin(far[free])])
            step = far[last]
            _shift(of_row, of_column, holder, start, ~open_, step)
            far[open_] -= step
            open_[last] = False
            row = int(holder[last])
        while last >= 0:
            previous = int(before[last])
            holder[last] = holder[previous] if previous >= 0 else start
            last = previous
    return [int(np.flatnonzero(holder == row)[0]) for row in range(rows)]


def _shift(
    of_row: np.ndarray, of_column: np.ndarray, holder: np.ndarray, start: int, seen: np.ndarray, step: int
) -> None:
    """The prices of the rows and columns of the tree so far, by one step."""
    of_row[start] += step
    of_row[holder[seen]] += step
    of_column[seen] -= step
