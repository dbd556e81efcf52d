"""Words found on a page, as parallel arrays."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .cover import outermost
from .lexicon import Lexicon
from .text import Page
from .trie import Ints


@dataclass(frozen=True, slots=True)
class Hits:
    """Each hit's span on the page, word, row, whether it stands in the name, how many brackets hold it."""

    start: Ints
    end: Ints
    word: Ints
    row: Ints
    in_name: npt.NDArray[np.bool_]
    depth: Ints

    def where(self, keep: npt.NDArray[np.bool_] | Ints) -> "Hits":
        if keep.dtype == np.bool_:
            keep = np.flatnonzero(keep)
        return Hits(
            self.start[keep],
            self.end[keep],
            self.word[keep],
            self.row[keep],
            self.in_name[keep],
            self.depth[keep],
        )

    def outermost(self) -> "Hits":
        """Without the hits that lie in a longer one."""
        return self.where(outermost(self.start, self.end))

    def __len__(self) -> int:
        return len(self.start)


def find(page: Page, lexicon: Lexicon) -> Hits:
    """Every occurrence of every word of the lexicon, by start, longer first."""
    start, word = lexicon.trie.occurrences(page.codes)
    row = page.row_of(start)
    return Hits(
        start,
        start + lexicon.length[word],
        word,
        row,
        start < page.scope_start[row] - 1,
        page.depth_of(start),
    )
