"""Chance that can be asked in any order: it depends on seed, question and number, never on a stream."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Weights: TypeAlias = Sequence[float] | NDArray[Any]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def _scatter(number: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of splitmix64: neighbouring numbers come out unrelated."""
    number = (number ^ (number >> np.uint64(30))) * _FIRST
    number = (number ^ (number >> np.uint64(27))) * _SECOND
    return number ^ (number >> np.uint64(31))


@dataclass(frozen=True)
class Draws:
    """Answers for the enterprises of these numbers (0-based, any order)."""

    seed: int
    number: Ints

    def _bits(self, question: str) -> NDArray[np.uint64]:
        key = int.from_bytes(blake2b(f"{self.seed}/{question}".encode(), digest_size=8).digest(), "big")
        return _scatter(self.number.astype(np.uint64) * _GOLDEN + np.uint64(key))

    def uniform(self, question: str) -> Floats:
        """In [0, 1)."""
        return (self._bits(question) >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def chance(self, question: str, p: float | Floats) -> Flags:
        return self.uniform(question) < p

    def integer(self, question: str, below: int | Ints) -> Ints:
        """In [0, below); `below` must be at least 1."""
        return (self.uniform(question) * below).astype(np.int64)

    def normal(self, question: str) -> Floats:
        radius = np.sqrt(-2.0 * np.log1p(-self.uniform(f"{question}/radius")))
        return radius * np.cos(2.0 * np.pi * self.uniform(f"{question}/angle"))

    def pick(self, question: str, weights: Weights) -> Ints:
        """An index, as often as its weight says."""
        edges = np.cumsum(np.asarray(weights, dtype=np.float64))
        return np.searchsorted(edges, self.uniform(question) * edges[-1], side="right").astype(np.int64)

    def pick_row(self, question: str, weights: Floats, row: Ints) -> Ints:
        """Like `pick`, with the line of `weights` that `row` names for each number."""
        edges = np.cumsum(weights, axis=1)
        edges /= edges[:, -1:]
        # One sorted list for all lines: line r's edges lie in (r, r + 1].
        flat = (edges + np.arange(len(edges))[:, None]).ravel()
        found = np.searchsorted(flat, row + self.uniform(question), side="right")
        return np.minimum(found - row * edges.shape[1], edges.shape[1] - 1).astype(np.int64)

    def at(self, number: Ints) -> "Draws":
        """The same chance asked for other numbers."""
        return Draws(self.seed, number)
