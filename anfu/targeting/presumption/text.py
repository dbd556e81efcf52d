"""Names and scopes of many rows laid out as one array of characters, with its clauses, items and brackets."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from .trie import BMP, Index, Ints

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
    """Rows one after the other, each `name \\0 scope \\0`; positions count characters of the page."""

    codes: npt.NDArray[np.uint16]
    kind: npt.NDArray[np.uint8]
    row_start: Ints
    scope_start: Ints
    row_end: Ints
    clauses: "Marks"
    items: "Marks"
    open_at: tuple[Ints, Ints]
    close_at: tuple[Ints, Ints]
    event_at: Ints
    event_depth: Ints

    @property
    def rows(self) -> int:
        return len(self.row_start)

    def row_of(self, at: Ints) -> Ints:
        """The row of each position; positions sorted."""
        return place_among(self.row_start, at)

    def depth_of(self, at: Ints) -> Ints:
        """How many brackets are open at each position; positions sorted."""
        return _at_or(self.event_depth, place_among(self.event_at, at))

    def clause_of(self, at: Ints) -> tuple[Ints, Ints]:
        """Start and end of the clause (between ；and 。) around each position."""
        return self.clauses.around(at)

    def item_of(self, at: Ints) -> tuple[Ints, Ints]:
        """Start and end of the item (between 、and ，) around each position."""
        return self.items.around(at)

    def bracket_of(self, at: Ints, depth: Ints) -> tuple[Ints, Ints]:
        """Start and end of the bracket around each position; meaningless where the depth is 0."""
        outer = after(self.open_at[0], at), before_next(self.close_at[0], at, len(self.codes))
        inner = after(self.open_at[1], at), before_next(self.close_at[1], at, len(self.codes))
        return np.where(depth > 1, inner[0], outer[0]), np.where(depth > 1, inner[1], outer[1])


@dataclass(frozen=True, slots=True)
class Marks:
    """Positions of separators, and for each position of the page how many of them come before it."""

    at: Ints
    rank: Ints

    @classmethod
    def where(cls, mark: npt.NDArray[np.bool_]) -> "Marks":
        """The marks of a page that ends in one."""
        rank = np.zeros(len(mark) + 1, Index)
        np.cumsum(mark, out=rank[1:])
        return cls(np.append(np.flatnonzero(mark), -1).astype(Index), rank)

    def around(self, at: Ints) -> tuple[Ints, Ints]:
        """For each position what follows the last mark before it, and the first mark at or after it."""
        place = self.rank[at]
        return self.at[place - 1] + 1, self.at[place]


def after(marks: Ints, at: Ints) -> Ints:
    """The position that follows the last mark before each position; 0 where there is none."""
    return _at_or(marks, np.searchsorted(marks, at, "left") - 1, -1) + 1


def before_next(marks: Ints, at: Ints, end: int) -> Ints:
    """The first mark at or after each position; `end` where there is none."""
    place = np.searchsorted(marks, at, "left")
    return np.append(marks, np.array(end, marks.dtype))[place]


def place_among(marks: Ints, at: Ints) -> Ints:
    """`searchsorted(marks, at, "right") - 1` for many sorted positions and few marks."""
    steps = np.searchsorted(at, marks, "left")
    return np.repeat(np.arange(-1, len(marks), dtype=Index), np.diff(steps, prepend=0, append=len(at)))


def _at_or(values: Ints, place: Ints, default: int = 0) -> Ints:
    return np.append(values, np.array(default, values.dtype))[place]


def lay_out(names: pl.Series, scopes: pl.Series) -> Page:
    """The page of these rows. Nulls read as empty, characters beyond the BMP as one unknown character."""
    names, scopes = names.fill_null(""), scopes.fill_null("")
    name_length = names.str.len_chars().to_numpy().astype(Index)
    scope_length = scopes.str.len_chars().to_numpy().astype(Index)
    row_end = np.cumsum(name_length + scope_length + 2).astype(Index)
    row_start = np.concatenate([[0], row_end[:-1]]).astype(Index)
    end = pl.lit("\0")
    joined = pl.select(pl.concat_str(names, end, scopes, end).str.join("")).item() if len(names) else "\0"
    return _structured(_codes(joined), row_start, row_start + name_length + 1, row_end)


def _codes(text: str) -> npt.NDArray[np.uint16]:
    narrow = np.frombuffer(text.encode("utf-16-le"), np.uint16)
    if len(narrow) == len(text):
        return narrow
    wide = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    return np.where(wide < BMP, wide, 1).astype(np.uint16)


def _structured(codes: npt.NDArray[np.uint16], row_start: Ints, scope_start: Ints, row_end: Ints) -> Page:
    kind = _KIND[codes]
    # 许可项目：… 一般项目：… : each such heading opens a clause of its own.
    colons = np.flatnonzero(kind == COLON)
    kind[colons[(codes[colons - 1] == ord("目")) & (codes[colons - 2] == ord("项"))]] = CLAUSE
    marks = np.flatnonzero(kind != PLAIN).astype(Index)
    of_mark = kind[marks]
    events = marks[(of_mark == OPEN) | (of_mark == CLOSE)]
    depth = _depth(kind[events] == OPEN, np.searchsorted(row_start, events, "right"))
    rising = kind[events] == OPEN
    return Page(
        codes,
        kind,
        row_start,
        scope_start,
        row_end,
        # A row ends in \\0, so its own limits part clauses whatever its text holds.
        Marks.where(kind == CLAUSE),
        Marks.where((kind == CLAUSE) | (kind == ITEM) | (kind == COLON)),
        open_at=(events[rising & (depth == 1)], events[rising & (depth == 2)]),
        close_at=(
            np.sort(np.concatenate([events[~rising & (depth == 0)], row_end - 1])),
            np.sort(np.concatenate([events[~rising & (depth <= 1)], row_end - 1])),
        ),
        event_at=np.concatenate([row_start, events])[
            (order := np.argsort(np.concatenate([row_start * 2, events * 2 + 1])))
        ],
        event_depth=np.concatenate([np.zeros_like(row_start), depth])[order],
    )


def _depth(rising: npt.NDArray[np.bool_], row: Ints) -> Ints:
    """Open brackets after each bracket; an unpaired closing one counts for nothing, a new row starts at 0."""
    total = np.cumsum(np.where(rising, 1, -1))
    first = np.flatnonzero(np.diff(row, prepend=-1))
    base = np.zeros(len(row), np.int64)
    base[first] = np.diff(np.concatenate([[0], np.concatenate([[0], total])[first]]))
    own = total - np.cumsum(base)
    # Offsets that fall from row to row make one running minimum serve all rows.
    drop = row * (len(row) + 2)
    lowest = np.minimum.accumulate(np.minimum(own, 0) - drop) + drop
    return own - lowest
