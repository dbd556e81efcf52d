"""Signs as frames: each (row, ground) and each row's industry with the spans that speak for it.

Pages hand over arrays; the frames are made once for all of them, as each call of polars costs about the same
for many rows as for few.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from .cover import outermost
from .grounds import Signs
from .industry import Industry
from .lexicon import Lexicon
from .text import Page
from .trie import Ints
from .vocabulary import GROUNDS, STRENGTHS

PAPER_GROUND = GROUNDS.index("dangerous_goods_trade")
LIKELIER = STRENGTHS.index("medium")
FIELD = pl.Enum(["name", "scope"])
KIND = pl.Enum(["matched", "excluded"])
SPAN = pl.Struct(
    {"field": FIELD, "start": pl.UInt32, "end": pl.UInt32, "text": pl.String, "kind": KIND, "rule": pl.String}
)
Mask = npt.NDArray[np.bool_]
Columns = TypeVar("Columns")


@dataclass(frozen=True, slots=True)
class Spans:
    """One entry a word that speaks, by row of the frame; places count characters of its name or scope."""

    row: Ints
    in_scope: Mask
    start: Ints
    end: Ints
    word: Ints
    excluded: Mask
    rule: Ints


@dataclass(frozen=True, slots=True)
class Grounds:
    """The ground and strength for which each of some spans speaks."""

    ground: Ints
    strength: Ints


@dataclass(frozen=True, slots=True)
class Firms:
    """One entry a row: the place of its industry's code or -1, whether it trades on paper only."""

    code: Ints
    on_paper: Mask


def joined(parts: Sequence[Columns]) -> Columns:
    """One after the other, column by column."""
    kind = type(parts[0])
    return kind(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(kind)))  # type: ignore[arg-type]


def ground_spans(page: Page, signs: Signs, first_row: int) -> tuple[Spans, Grounds]:
    """What speaks for the grounds of a page whose first row is this one of the frame."""
    signs = _tidy(page, signs)
    spans = _spans(page, signs.start, signs.end, signs.word, signs.row, signs.excluded, signs.rule, first_row)
    return spans, Grounds(signs.ground, signs.strength)


def industry_spans(page: Page, industry: Industry, lexicon: Lexicon, first_row: int) -> Spans:
    """What speaks for the industries of a page whose first row is this one of the frame."""
    hits = industry.hits
    rule = lexicon.industries.ids.take(industry.voice_rule)
    matched = np.zeros(len(hits), np.bool_)
    return _spans(page, hits.start, hits.end, hits.word, industry.voice_row, matched, rule, first_row)


def _tidy(page: Page, signs: Signs) -> Signs:
    """Sorted by row, ground and place; one sign a span (the strongest), none inside another of its ground."""
    group = signs.row.astype(np.int64) * len(GROUNDS) + signs.ground
    offset = group * (len(page.codes) + 1)
    signs, offset = _sorted(signs, offset)
    keep = np.zeros(len(offset), np.bool_)
    for excluded in (False, True):
        some = np.flatnonzero(signs.excluded == excluded)
        keep[some] = outermost(*(offset[some] + place[some] for place in (signs.start, signs.end)))
    return signs.where(keep)


def _sorted(signs: Signs, offset: Ints) -> tuple[Signs, Ints]:
    """By group, start, longer first, stronger first: all in one number."""
    length = signs.end - signs.start
    longest = int(length.max(initial=0))
    key = (offset + signs.start) * (longest + 1) + (longest - length)
    order = np.argsort(key * len(STRENGTHS) - signs.strength, kind="stable")
    return signs.where(order), offset.take(order)


def _spans(
    page: Page, start: Ints, end: Ints, word: Ints, row: Ints, excluded: Mask, rule: Ints, first_row: int
) -> Spans:
    scope_start = page.scope_start.take(row)
    in_scope = start >= scope_start
    origin = np.where(in_scope, scope_start, page.row_start.take(row))
    return Spans(row + first_row, in_scope, start - origin, end - origin, word, excluded, rule)


def ground_frame(
    spans: Spans, grounds: Grounds, firms: Firms, lexicon: Lexicon, rows: pl.DataFrame
) -> pl.DataFrame:
    """One row for each (row, ground)."""
    first = np.flatnonzero(np.diff(spans.row.astype(np.int64) * len(GROUNDS) + grounds.ground, prepend=-1))
    best = first + _place_of_best(grounds.strength, first)
    strength, ground, row = grounds.strength.take(best), grounds.ground.take(best), spans.row.take(best)
    on_paper = firms.on_paper.take(row) & (ground == PAPER_GROUND)
    return rows[row].with_columns(
        pl.Series("ground", GROUNDS, pl.Enum(GROUNDS)).gather(ground),
        pl.Series("strength", [None, *STRENGTHS[1:]], pl.Enum(STRENGTHS[1:])).gather(strength),
        pl.Series("likelier", strength >= LIKELIER),
        lexicon.labels.rule.gather(spans.rule.take(best)).alias("rule"),
        pl.Series("subtype", [None, "paper_trade"], pl.String).gather(on_paper.astype(np.uint32)),
        _lists(spans, first, lexicon),
    )


def industry_frame(spans: Spans, firms: Firms, lexicon: Lexicon, rows: pl.DataFrame) -> pl.DataFrame:
    """One row for each row."""
    code = firms.code % (len(lexicon.codes) + 1)
    return rows.with_columns(
        lexicon.labels.section.gather(code).alias("section"),
        lexicon.labels.industry.gather(code).alias("industry"),
        lexicon.labels.sector.gather(code).alias("sector"),
        _lists(spans, np.searchsorted(spans.row, np.arange(len(rows))), lexicon),
    )


def _place_of_best(strength: Ints, first: Ints) -> Ints:
    if not len(first):
        return np.zeros(0, np.int64)
    # The first of the strongest: strength counts more than place.
    size = len(strength) + 1
    value = strength * size + (size - 1 - np.arange(len(strength)))
    return size - 1 - np.maximum.reduceat(value, first) % size - first


def _lists(spans: Spans, first: Ints, lexicon: Lexicon) -> pl.Series:
    """The spans from each of these places to the next as one list."""
    every = pl.DataFrame(
        {
            "field": pl.Series(["name", "scope"], dtype=FIELD).gather(spans.in_scope.astype(np.uint32)),
            "start": spans.start.astype(np.uint32),
            "end": spans.end.astype(np.uint32),
            "text": lexicon.labels.word.gather(spans.word),
            "kind": pl.Series(["matched", "excluded"], dtype=KIND).gather(spans.excluded.astype(np.uint32)),
            "rule": lexicon.labels.rule.gather(spans.rule),
        }
    ).to_struct()
    # Ranges of places become lists of spans without any grouping.
    ranges = pl.int_ranges(pl.Series(first), pl.Series(np.append(first[1:], len(spans.row))))
    looked_up = pl.element().map_batches(every.gather, return_dtype=SPAN, is_elementwise=True)
    return pl.select(ranges.list.eval(looked_up).alias("evidence")).to_series()
