"""All occurrences of some thousand words in an array of characters, at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

# Positions and numbers of a page; 32 bits hold any page and halve the memory that is moved.
Index = np.int32
Ints = npt.NDArray[np.signedinteger[Any]]
BMP = 0x10000
FAR = np.iinfo(Index).max


@dataclass(frozen=True, slots=True)
class Trie:
    """Words as a dense automaton: `step[state, letter]` is the next state, 0: none; `word[state]` or -1."""

    first: npt.NDArray[np.int32]
    letters: npt.NDArray[np.uint16]
    step: npt.NDArray[np.int32]
    word: npt.NDArray[np.int32]
    depth: int

    def occurrences(self, codes: npt.NDArray[np.uint16]) -> tuple[Ints, npt.NDArray[np.int32]]:
        """Start and word of every occurrence, overlapping ones included, sorted by start, longer first."""
        width = self.step.shape[1]
        flat = self.step.ravel()
        state = self.first[codes]
        at = np.flatnonzero(state != 0).astype(Index)
        state = state[at]
        starts, words = [], []
        for reach in range(1, self.depth + 1):
            found = self.word[state]
            hit = np.flatnonzero(found >= 0)
            starts.append(at[hit])
            words.append(found[hit])
            inside = at + reach < len(codes)
            at, state = at[inside], state[inside]
            state = flat[state * width + self.letters[codes[at + reach]]]
            alive = np.flatnonzero(state != 0)
            at, state = at[alive], state[alive]
        return _sorted(np.concatenate(starts[::-1]), np.concatenate(words[::-1]))


def _sorted(start: Ints, word: npt.NDArray[np.int32]) -> tuple[Ints, npt.NDArray[np.int32]]:
    # Longer words were put first, so a stable sort leaves them first at each start.
    order = np.argsort(start, kind="stable")
    return start[order], word[order]


def build(words: Sequence[str]) -> Trie:
    """A trie of these words; word numbers are their places in the sequence."""
    alphabet = {char: n for n, char in enumerate(sorted({c for w in words for c in w}), start=1)}
    letters = np.zeros(BMP, np.uint16)
    for char, n in alphabet.items():
        letters[ord(char)] = n
    edges: dict[tuple[int, int], int] = {}
    ends = {}
    for number, word in enumerate(words):
        state = 1
        for char in word:
            state = edges.setdefault((state, alphabet[char]), len(edges) + 2)
        ends[state] = number
    step = np.zeros((len(edges) + 2, len(alphabet) + 1), np.int32)
    for (state, letter), target in edges.items():
        step[state, letter] = target
    word_of = np.full(len(edges) + 2, -1, np.int32)
    word_of[list(ends)] = list(ends.values())
    return Trie(step[1][letters], letters, step, word_of, max(map(len, words)))
