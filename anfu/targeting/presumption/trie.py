"""All occurrences of some thousand words in an array of characters, at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

# Positions and numbers of a page; 32 bits hold any page and halve the memory that is moved.
Index = np.int32
Ints = npt.NDArray[np.signedinteger[Any]]
Codes = npt.NDArray[np.uint16]
BMP = 0x10000
FAR = np.iinfo(Index).max


@dataclass(frozen=True, slots=True)
class Trie:
    """Words as a double array, small enough to stay in a core's cache.

    `letters[code]` numbers the characters of the words, 0: in no word, 1 … `heads`: some word begins with it.
    The state after a first letter is the letter's number; from `state` a letter leads to
    `base[state] + letter`, if `check` there names the state. `word[state]` or -1.
    """

    letters: Codes
    heads: int
    base: Ints
    check: Ints
    word: Ints
    depth: int

    def occurrences(self, codes: Codes) -> tuple[Ints, Ints]:
        """Start and word of every occurrence, overlapping ones included, sorted by start, longer first.

        The last code must be that of a character in no word: it ends every walk.
        """
        # One number holds start, shortness and word, so that one plain sort does it all.
        bits, width = len(self.word).bit_length(), self.depth.bit_length()
        keys = [
            (((at << width) + (self.depth - length)) << bits) + word for at, length, word in self._walk(codes)
        ]
        keys_sorted = np.sort(np.concatenate(keys), kind="stable")
        return (keys_sorted >> (bits + width)).astype(Index), keys_sorted & ((1 << bits) - 1)

    def _walk(self, codes: Codes) -> Iterator[tuple[Ints, int, Ints]]:
        """(starts, length, words) of the words of each length."""
        letters = self.letters.take(codes)
        # Unsigned, so 0 (in no word) becomes the largest.
        at = np.flatnonzero(letters - np.uint16(1) < self.heads)
        state = letters.take(at).astype(Index)
        for length in range(1, self.depth + 1):
            word = self.word.take(state)
            hit = np.flatnonzero(word >= 0)
            yield at.take(hit), length, word.take(hit)
            target = self.base.take(state)
            target += letters.take(at + length, mode="clip")
            alive = np.flatnonzero(self.check.take(target) == state)
            at, state = at.take(alive), target.take(alive)


def build(words: Sequence[str]) -> Trie:
    """A trie of these words; word numbers are their places in the sequence."""
    heads = {word[0] for word in words}
    number = {char: n for n, char in enumerate(sorted(heads) + sorted({*"".join(words)} - heads), start=1)}
    letters = np.zeros(BMP, np.uint16)
    letters[[ord(char) for char in number]] = list(number.values())
    children: dict[str, set[str]] = {}
    for word in words:
        for length in range(1, len(word)):
            children.setdefault(word[:length], set()).add(word[: length + 1])
    base, state = _placed(children, number)
    size = max(state.values()) + len(number) + 1
    arrays = np.zeros(size, Index), np.full(size, -1, Index), np.full(size, -1, Index)
    for stem, at in base.items():
        arrays[0][state[stem]] = at
        arrays[1][[state[child] for child in children[stem]]] = state[stem]
    arrays[2][[state[word] for word in words]] = range(len(words))
    return Trie(letters, len(heads), *arrays, max(map(len, words)))


def _placed(
    children: Mapping[str, set[str]], number: Mapping[str, int]
) -> tuple[dict[str, int], dict[str, int]]:
    """The base of each stem and the state of each stem and word: the first place where all children fit."""
    state = dict(number)
    taken, base, free = set(range(len(number) + 1)), {}, 0
    for stem in sorted(children, key=lambda stem: (len(stem), -len(children[stem]), stem)):
        steps = [number[child[-1]] for child in children[stem]]
        while free in taken:
            free += 1
        at = max(free - min(steps), 0)
        while any(at + step in taken for step in steps):
            at += 1
        base[stem] = at
        state.update({child: at + number[child[-1]] for child in children[stem]})
        taken.update(at + step for step in steps)
    return base, state
