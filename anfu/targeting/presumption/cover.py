"""Which spans lie within which others."""

import numpy as np
import numpy.typing as npt

from .trie import Ints


def covering(start: Ints, end: Ints, at: Ints, until: Ints) -> Ints:
    """For each span [at, until): the place of a holder among (start, end), sorted by start, or -1."""
    if not len(start):
        return np.full(len(at), -1, np.int64)
    furthest = np.maximum.accumulate(end)
    record = np.concatenate([[True], end[1:] > furthest[:-1]])
    holder = np.maximum.accumulate(np.where(record, np.arange(len(end)), 0))
    place = np.searchsorted(start, at, "right") - 1
    found = (place >= 0) & (furthest[place] >= until)
    return np.where(found, holder[place], -1)


def within(start: Ints, end: Ints, at: Ints, until: Ints) -> npt.NDArray[np.bool_]:
    """Whether some span of (start, end), in any order, holds each span [at, until)."""
    order = np.argsort(start, kind="stable")
    return covering(start[order], end[order], at, until) >= 0


def outermost(start: Ints, end: Ints) -> npt.NDArray[np.bool_]:
    """Which spans (sorted by start, longer first) lie in no other."""
    if not len(start):
        return np.zeros(0, np.bool_)
    before = np.concatenate([[-1], np.maximum.accumulate(end)[:-1]])
    return end > before
