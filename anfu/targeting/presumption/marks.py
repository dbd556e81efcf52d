"""The marks of a page (separators, brackets, ends of texts) and what lies around each of them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .trie import Index, Ints

PLAIN, CLAUSE, ITEM, OPEN, CLOSE, COLON = range(6)
_ENDS_ITEM = np.array([kind in {CLAUSE, ITEM, COLON} for kind in range(6)])
Mask = npt.NDArray[np.bool_]
Kinds = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Marks:
    """One entry a mark, in order; each speaks for the characters from the mark before up to its own.

    `rank[at]`: how many marks come before a position, which is the place of the mark that speaks for it.
    `depth`: open brackets, 2 for more; `item`: how many items of the row's scope end before.
    `outer`, `inner`: where brackets of the first and the second depth open, and where they or rows end.
    """

    rank: Ints
    at: Ints
    row: Ints
    in_name: Mask
    clause_start: Ints
    clause_end: Ints
    item_start: Ints
    item_end: Ints
    item: Ints
    ends_item: Mask
    depth: Ints
    outer: tuple[Ints, Ints]
    inner: tuple[Ints, Ints]


def mark_out(kind: Kinds, scope_start: Ints, row_end: Ints) -> Marks:
    """The marks of a page whose rows, by these kinds of its characters, each end in a CLAUSE."""
    marked = kind != PLAIN
    rank = np.zeros(len(kind) + 1, Index)
    np.cumsum(marked, out=rank[1:])
    at = np.flatnonzero(marked).astype(Index)
    of_mark = kind.take(at)
    row_ends = rank.take(row_end)
    count = np.diff(row_ends, prepend=0)
    row = np.repeat(np.arange(len(row_end), dtype=Index), count)
    ends_item = _ENDS_ITEM.take(of_mark)
    item = _how_many_before(ends_item)
    depth, outer, inner = _brackets(at, of_mark, row, row_ends - 1)
    return Marks(
        rank,
        at,
        row,
        at < np.repeat(scope_start, count),
        *_around(at, of_mark == CLAUSE),
        *_around(at, ends_item),
        item - np.repeat(item.take(rank.take(scope_start)), count),
        ends_item,
        depth,
        outer,
        inner,
    )


def _how_many_before(chosen: Mask) -> Ints:
    return np.cumsum(chosen, dtype=Index) - chosen


def _around(at: Ints, chosen: Mask) -> tuple[Ints, Ints]:
    """What follows the last chosen mark before each mark, and the first chosen mark from it on."""
    edge = np.append(at[chosen], np.array(-1, Index))
    place = _how_many_before(chosen)
    return edge.take(place - 1) + 1, edge.take(place)


def _brackets(
    at: Ints, of_mark: Kinds, row: Ints, row_ends: Ints
) -> tuple[Ints, tuple[Ints, Ints], tuple[Ints, Ints]]:
    is_bracket = (of_mark == OPEN) | (of_mark == CLOSE)
    brackets = np.flatnonzero(is_bracket)
    rising = of_mark.take(brackets) == OPEN
    depth = _depth(rising, row.take(brackets))
    last = _how_many_before(is_bracket) - 1
    same_row = np.append(row.take(brackets), np.array(-1, Index)).take(last) == row
    before = np.append(np.minimum(depth, 2), 0).astype(np.int8).take(last) * same_row
    outer, inner = (
        (
            at.take(brackets[rising & (depth == level)]),
            at.take(_union(len(at), brackets[~rising & (depth < level)], row_ends)),
        )
        for level in (1, 2)
    )
    return before, outer, inner


def _union(size: int, some: Ints, others: Ints) -> Ints:
    mask = np.zeros(size, np.bool_)
    mask[some] = mask[others] = True
    return np.flatnonzero(mask)


def _depth(rising: Mask, row: Ints) -> Ints:
    """Open brackets after each bracket; an unpaired closing one counts for nothing, a new row starts at 0."""
    total = np.cumsum(np.where(rising, 1, -1))
    first = np.flatnonzero(np.diff(row, prepend=-1))
    base = np.zeros(len(row), np.int64)
    base[first] = np.diff(np.concatenate([[0], np.concatenate([[0], total])[first]]))
    own = total - np.cumsum(base)
    # Offsets that fall from row to row make one running minimum serve all rows.
    drop = row.astype(np.int64) * (len(row) + 2)
    lowest = np.minimum.accumulate(np.minimum(own, 0) - drop) + drop
    return own - lowest
