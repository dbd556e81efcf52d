"""Many lists of words in one column, so that a million words are picked in one move."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np
import polars as pl

from anfu.demo.draws import Draws, Ints


def take(values: Sequence[str | None] | pl.Series, index: Ints) -> pl.Series:
    """`values[index]` as a column of text."""
    column = values if isinstance(values, pl.Series) else pl.Series(values, dtype=pl.String)
    return column.gather(index)


@dataclass(frozen=True)
class Pools:
    """One list of words for each line (a trade, a division); no list may be empty."""

    column: pl.Series
    start: Ints
    length: Ints
    stride: Ints  # lines × 8 steps that share no divisor with the line's length

    @classmethod
    def of(cls, lists: Sequence[Sequence[str]]) -> "Pools":
        length = np.array([len(words) for words in lists], dtype=np.int64)
        return cls(
            column=pl.Series([word for words in lists for word in words], dtype=pl.String),
            start=np.concatenate([[0], np.cumsum(length)[:-1]]),
            length=length,
            stride=np.array([_strides(int(n)) for n in length], dtype=np.int64),
        )

    def places(self, draws: Draws, question: str, line: Ints, count: int) -> list[Ints]:
        """`count` places in the lists of these lines, all different where the list is long enough."""
        length = self.length[line]
        base = draws.integer(question, length)
        step = self.stride[line, draws.integer(f"{question}/step", 8)]
        return [self.start[line] + (base + k * step) % length for k in range(count)]

    def pick(self, draws: Draws, question: str, line: Ints) -> pl.Series:
        return self.column.gather(self.places(draws, question, line, 1)[0])


def _strides(length: int) -> list[int]:
    steps = [step for step in range(1, 8 * length + 8) if gcd(step, length) == 1]
    spread = np.linspace(0, min(len(steps), length) - 1, 8).astype(int)
    return [steps[i] for i in spread]
