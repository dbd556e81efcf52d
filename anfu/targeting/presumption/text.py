"""Names and scopes of many rows laid out as one array of characters, with its clauses, items and brackets."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from .trie import BMP, Ints

PLAIN, CLAUSE, ITEM, OPEN, CLOSE, COLON = range(6)
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
    """Rows one after the other, each `name \\0 scope \\0`. All positions count characters from the page's start."""

    codes: npt.NDArray[np.uint16]
    kind: npt.NDArray[np.uint8]
    row_start: Ints
    scope_start: Ints
    row_end: Ints
    clause_at: Ints
    item_at: Ints
    open_at: tuple[Ints, Ints]
    close_at: tuple[Ints, Ints]
    event_at: Ints
    event_depth: Ints

    @property
    def rows(self) -> int:
        return len(self.row_start)

    def row_of(self, at: Ints) -> Ints:
        """The row of each position."""
        return np.searchsorted(self.row_start, at, "right") - 1

    def depth_of(self, at: Ints) -> Ints:
        """How many brackets are open at each position."""
        return _at_or(self.event_depth, np.searchsorted(self.event_at, at, "right") - 1)

    def clause_of(self, at: Ints) -> tuple[Ints, Ints]:
        """Start and end of the clause (between ；and 。) around each position."""
        return after(self.clause_at, at), before_next(self.clause_at, at, len(self.codes))

    def item_of(self, at: Ints) -> tuple[Ints, Ints]:
        """Start and end of the item (between 、and ，) around each position."""
        return after(self.item_at, at), before_next(self.item_at, at, len(self.codes))

    def bracket_of(self, at: Ints, depth: Ints) -> tuple[Ints, Ints]:
        """Start and end of the bracket around each position; meaningless where the depth is 0."""
        outer = after(self.open_at[0], at), before_next(self.close_at[0], at, len(self.codes))
        inner = after(self.open_at[1], at), before_next(self.close_at[1], at, len(self.codes))
        return np.where(depth > 1, inner[0], outer[0]), np.where(depth > 1, inner[1], outer[1])


def after(marks: Ints, at: Ints) -> Ints:
    """The position that follows the last mark before each position; 0 where there is none."""
    return _at_or(marks, np.searchsorted(marks, at, "left") - 1, -1) + 1


def before_next(marks: Ints, at: Ints, end: int) -> Ints:
    """The first mark at or after each position; `end` where there is none."""
    place = np.searchsorted(marks, at, "left")
    return np.append(marks, end)[place]


def _at_or(values: Ints, place: Ints, default: int = 0) -> Ints:
    return np.append(values, default)[place]


def lay_out(names: pl.Series, scopes: pl.Series) -> Page:
    """The page of these rows. Nulls read as empty; characters beyond the BMP read as one unknown character."""
    names, scopes = names.fill_null(""), scopes.fill_null("")
    name_length = names.str.len_chars().to_numpy().astype(np.int64)
    scope_length = scopes.str.len_chars().to_numpy().astype(np.int64)
    row_end = np.cumsum(name_length + scope_length + 2)
    row_start = np.concatenate([[0], row_end[:-1]]).astype(np.int64)
    text = "\0".join(pl.Series([names, scopes]).explode().gather(_interleaved(len(names)))) if len(names) else ""
    wide = np.frombuffer((text + "\0").encode("utf-32-le"), np.uint32)
    codes = np.where(wide < BMP, wide, 1).astype(np.uint16)
    return _structured(codes, row_start, row_start + name_length + 1, row_end)


def _interleaved(rows: int) -> npt.NDArray[np.int64]:
    return np.arange(2 * rows).reshape(2, rows).T.ravel()


def _structured(codes: npt.NDArray[np.uint16], row_start: Ints, scope_start: Ints, row_end: Ints) -> Page:
    kind = _KIND[codes]
    marks = np.flatnonzero(kind)
    of_mark = kind[marks]
    # A row's own limits always part clauses, whatever its text holds.
    clause_at = marks[of_mark == CLAUSE]
    item_at = marks[(of_mark == CLAUSE) | (of_mark == ITEM) | (of_mark == COLON)]
    events = marks[(of_mark == OPEN) | (of_mark == CLOSE)]
    depth = _depth(kind[events] == OPEN, np.searchsorted(row_start, events, "right"))
    rising = kind[events] == OPEN
    return Page(
        codes, kind, row_start, scope_start, row_end, clause_at, item_at,
        open_at=(events[rising & (depth == 1)], events[rising & (depth == 2)]),
        close_at=(
            np.union1d(events[~rising & (depth == 0)], row_end - 1),
            np.union1d(events[~rising & (depth <= 1)], row_end - 1),
        ),
        event_at=np.concatenate([row_start, events])[(order := np.argsort(np.concatenate([row_start * 2, events * 2 + 1])))],
        event_depth=np.concatenate([np.zeros_like(row_start), depth])[order],
    )  # fmt: skip


def _depth(rising: npt.NDArray[np.bool_], row: Ints) -> Ints:
    """Open brackets after each bracket; a closing one without partner counts for nothing, a new row starts at 0."""
    total = np.cumsum(np.where(rising, 1, -1))
    first = np.flatnonzero(np.diff(row, prepend=-1))
    base = np.zeros(len(row), np.int64)
    base[first] = np.diff(np.concatenate([[0], np.concatenate([[0], total])[first]]))
    own = total - np.cumsum(base)
    # Offsets that fall from row to row make one running minimum serve all rows.
    drop = row * (len(row) + 2)
    lowest = np.minimum.accumulate(np.minimum(own, 0) - drop) + drop
    return own - lowest
