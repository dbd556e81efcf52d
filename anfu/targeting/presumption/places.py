"""Where positions fall among marks; both sorted, unless said otherwise."""

import numpy as np

from .trie import Index, Ints


def after(marks: Ints, at: Ints) -> Ints:
    """The position that follows the last mark before each position (in any order); 0 where there is none."""
    return _with_last(marks, -1)[np.searchsorted(marks, at, "left") - 1] + 1


def before_next(marks: Ints, at: Ints, end: int) -> Ints:
    """The first mark at or after each position (in any order); `end` where there is none."""
    return _with_last(marks, end)[np.searchsorted(marks, at, "left")]


def place_among(marks: Ints, at: Ints) -> Ints:
    """`searchsorted(marks, at, "right") - 1`, quicker for many positions and few marks."""
    steps = np.searchsorted(at, marks, "left")
    return np.repeat(np.arange(-1, len(marks), dtype=Index), np.diff(steps, prepend=0, append=len(at)))


def first_from(marks: Ints, at: Ints) -> Ints:
    """`searchsorted(marks, at, "left")` for positions that are mostly sorted already."""
    if np.all(at[1:] >= at[:-1]):
        return place_among(marks, at - 1) + 1
    return np.searchsorted(marks, at, "left")


def _with_last(values: Ints, last: int) -> Ints:
    return np.append(values, np.array(last, values.dtype))
