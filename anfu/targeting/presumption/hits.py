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
    """Each hit's span on the page, word, parts it plays, row, whether it is in the name, brackets around it."""

    start: Ints
    end: Ints
    word: Ints
    part: npt.NDArray[np.uint16]
    row: Ints
    in_name: npt.NDArray[np.bool_]
    depth: Ints

    def where(self, keep: npt.NDArray[np.bool_] | Ints) -> "Hits":
        if keep.dtype == np.bool_:
            keep = np.flatnonzero(keep)
        return Hits(
            self.start.take(keep),
            self.end.take(keep),
            self.word.take(keep),
            self.part.take(keep),
            self.row.take(keep),
            self.in_name.take(keep),
            self.depth.take(keep),
        )

    def play(self, part: int) -> npt.NDArray[np.bool_]:
        """Which hits play a part (of vocabulary)."""
        mask: npt.NDArray[np.bool_] = self.part & part != 0
        return mask

    def outermost(self) -> "Hits":
        """Without the hits that lie in a longer one."""
        return self.where(outermost(self.start, self.end))

    def __len__(self) -> int:
        return len(self.start)


def find(page: Page, lexicon: Lexicon) -> Hits:
    """Every occurrence of every word of the lexicon, by start, longer first."""
    start, word = lexicon.trie.occurrences(page.codes)
    mark = page.marks.rank.take(start)
    return Hits(
        start,
        start + lexicon.length.take(word),
        word,
        lexicon.part.take(word),
        page.marks.row.take(mark),
        page.marks.in_name.take(mark),
        page.depth_of(start),
    )
