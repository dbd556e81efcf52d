"""Which spans lie within which others; spans are sorted by start."""

import numpy as np
import numpy.typing as npt

from .places import place_among
from .trie import Index, Ints


def covering(start: Ints, end: Ints, at: Ints, until: Ints) -> Ints:
    """For each span [at, until): the place of a holder among (start, end), or -1."""
    if not len(start):
        return np.full(len(at), -1, Index)
    furthest = np.maximum.accumulate(end)
    record = np.concatenate([[True], end[1:] > furthest[:-1]])
    holder = np.maximum.accumulate(np.where(record, np.arange(len(end), dtype=Index), 0))
    place = place_among(start, at)
    # The place -1 takes the last, and is not found by the first comparison.
    found = (place >= 0) & (furthest.take(place) >= until)
    return np.where(found, holder.take(place), -1)


def within(start: Ints, end: Ints, at: Ints, until: Ints) -> npt.NDArray[np.bool_]:
    """Whether some span of (start, end) holds each span [at, until)."""
    return covering(start, end, at, until) >= 0


def outermost(start: Ints, end: Ints) -> npt.NDArray[np.bool_]:
    """Which spans (longer first where they start together) lie in no other."""
    if not len(start):
        return np.zeros(0, np.bool_)
    before = np.concatenate([np.array([-1], end.dtype), np.maximum.accumulate(end)[:-1]])
    return end > before
