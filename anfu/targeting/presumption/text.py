"""Names and scopes of many rows laid out as one array of characters, with its clauses, items and brackets."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from .marks import CLAUSE, CLOSE, COLON, ITEM, OPEN, Kinds, Marks, mark_out
from .places import after, before_next
from .trie import BMP, Codes, Index, Ints

_KIND = np.zeros(BMP, np.uint8)
for _kind, _chars in {
    CLAUSE: "；;。\n\r\0",
    ITEM: "、，,．. 　\t/",
    OPEN: "（([【〔［",
    CLOSE: "）)]】〕］",
    COLON: "：:",
}.items():
    _KIND[[ord(char) for char in _chars]] = _kind


@dataclass(frozen=True, slots=True)
class Page:
    """Rows one after the other, each `name \\0 scope \\0`; positions count characters of the page."""

    codes: Codes
    kind: Kinds
    row_start: Ints
    scope_start: Ints
    row_end: Ints
    marks: Marks

    @property
    def rows(self) -> int:
        return len(self.row_start)

    def row_of(self, at: Ints) -> Ints:
        """The row of each position."""
        return self.marks.row.take(self.marks.rank.take(at))

    def depth_of(self, at: Ints) -> Ints:
        """How many brackets are open at each position, one that begins there included."""
        return self.marks.depth.take(self.marks.rank.take(at + 1))

    def item_number(self, at: Ints) -> Ints:
        """How many items of its row's scope end before each position; in a name a number below 0."""
        return self.marks.item.take(self.marks.rank.take(at))

    def clause_of(self, at: Ints) -> tuple[Ints, Ints]:
        """Start and end of the clause (between ；and 。) around each position."""
        mark = self.marks.rank.take(at)
        return self.marks.clause_start.take(mark), self.marks.clause_end.take(mark)

    def item_of(self, at: Ints) -> tuple[Ints, Ints]:
        """Start and end of the item (between 、and ，) around each position."""
        mark = self.marks.rank.take(at)
        return self.marks.item_start.take(mark), self.marks.item_end.take(mark)

    def bracket_of(self, at: Ints, depth: Ints) -> tuple[Ints, Ints]:
        """Start and end of the bracket around each position; meaningless where the depth is 0."""
        (outer_open, outer_close), (inner_open, inner_close) = self.marks.outer, self.marks.inner
        outer = after(outer_open, at), before_next(outer_close, at, len(self.codes))
        inner = after(inner_open, at), before_next(inner_close, at, len(self.codes))
        return np.where(depth > 1, inner[0], outer[0]), np.where(depth > 1, inner[1], outer[1])


def lay_out(names: pl.Series, scopes: pl.Series) -> Page:
    """The page of these rows. Nulls read as empty, characters beyond the BMP as one unknown character."""
    names, scopes = names.fill_null(""), scopes.fill_null("")
    name_length = names.str.len_chars().to_numpy().astype(Index)
    scope_length = scopes.str.len_chars().to_numpy().astype(Index)
    row_end = np.cumsum(name_length + scope_length + 2, dtype=Index)
    row_start = np.concatenate([[0], row_end[:-1]]).astype(Index)
    scope_start = row_start + name_length + 1
    codes = _codes(_joined(names, scopes))
    kind = _kinds(codes)
    return Page(codes, kind, row_start, scope_start, row_end, mark_out(kind, scope_start, row_end))


def _joined(names: pl.Series, scopes: pl.Series) -> str:
    if not len(names):
        return "\0"
    end = pl.lit("\0")
    text: str = pl.select(pl.concat_str(names, end, scopes, end).str.join("")).item()
    return text


def _codes(text: str) -> Codes:
    narrow = np.frombuffer(text.encode("utf-16-le"), np.uint16)
    if len(narrow) == len(text):
        return narrow
    wide = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    return np.where(wide < BMP, wide, 1).astype(np.uint16)


def _kinds(codes: Codes) -> Kinds:
    kind = _KIND.take(codes)
    # 许可项目：… 一般项目：… : each such heading opens a clause of its own.
    colons = np.flatnonzero(kind == COLON)
    kind[colons[(codes[colons - 1] == ord("目")) & (codes[colons - 2] == ord("项"))]] = CLAUSE
    return kind
