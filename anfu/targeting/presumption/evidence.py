"""Signs as frames: each (row, ground) and each row's industry with the spans that speak for it."""

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


def ground_frame(
    page: Page, signs: Signs, lexicon: Lexicon, rows: pl.DataFrame, paper: npt.NDArray[np.bool_]
) -> pl.DataFrame:
    """One row for each (row, ground)."""
    signs = _tidy(page, signs)
    first = np.flatnonzero(np.diff(signs.row * len(GROUNDS) + signs.ground, prepend=-1))
    group = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(signs.row))))
    best = first + _place_of_best(signs.strength, first)
    strength, ground, row = signs.strength[best], signs.ground[best], signs.row[best]
    evidence = _lists(
        _spans(page, signs.start, signs.end, signs.word, signs.row, signs.excluded, signs.rule, lexicon),
        group,
    )
    on_paper = paper[row] & (ground == PAPER_GROUND)
    return rows[row].with_columns(
        pl.Series("ground", GROUNDS, pl.Enum(GROUNDS)).gather(ground),
        pl.Series("strength", [None, *STRENGTHS[1:]], pl.Enum(STRENGTHS[1:])).gather(strength),
        pl.Series("likelier", strength >= LIKELIER),
        pl.Series("rule", lexicon.rules, pl.String).gather(signs.rule[best]),
        pl.Series("subtype", [None, "paper_trade"], pl.String).gather(on_paper.astype(np.uint32)),
        evidence,
    )


def industry_frame(
    page: Page, industry: Industry, lexicon: Lexicon, rows: pl.DataFrame, sections: npt.NDArray[np.object_]
) -> pl.DataFrame:
    """One row for each row of the page."""
    hits, order = industry.hits, np.lexsort((industry.hits.start, industry.voice_row))
    hits, row = hits.where(order), industry.voice_row[order]
    rule = np.append(lexicon.industries.ids, 0)[industry.voice_rule[order]]
    spans = _spans(page, hits.start, hits.end, hits.word, row, np.zeros(len(hits), np.bool_), rule, lexicon)
    codes = pl.Series("industry", [*lexicon.codes, None], pl.String).gather(
        industry.code % (len(lexicon.codes) + 1)
    )
    sector = pl.Series("sector", [*lexicon.sectors, None], pl.String)
    listed = pl.DataFrame(
        {
            "row": rows["row"].gather(np.unique(row)),
            "evidence": _lists(spans, np.unique(row, return_inverse=True)[1]),
        }
    )
    return (
        rows.with_columns(
            pl.Series("section", [letter or None for letter in sections], pl.String),
            codes,
            sector.gather(industry.code % (len(lexicon.codes) + 1)),
        )
        .join(listed, on="row", how="left", maintain_order="left")
        .with_columns(pl.col("evidence").fill_null([]))
    )


def _tidy(page: Page, signs: Signs) -> Signs:
    """Sorted by row, ground and place; one sign a span (the strongest), none inside another of its ground."""
    key = signs.row * len(GROUNDS) + signs.ground
    signs = signs.where(np.lexsort((-signs.strength, -signs.end, signs.start, key)))
    group = (signs.row.astype(np.int64) * len(GROUNDS) + signs.ground) * 2 + signs.excluded
    order = np.argsort(group, kind="stable")
    offset = group[order] * (len(page.codes) + 1)
    keep = np.zeros(len(order), np.bool_)
    keep[order] = outermost(signs.start[order] + offset, signs.end[order] + offset)
    return signs.where(keep)


def _place_of_best(strength: Ints, first: Ints) -> Ints:
    if not len(first):
        return np.zeros(0, np.int64)
    # The first of the strongest: strength counts more than place.
    size = len(strength) + 1
    value = strength * size + (size - 1 - np.arange(len(strength)))
    return size - 1 - np.maximum.reduceat(value, first) % size - first


def _spans(
    page: Page,
    start: Ints,
    end: Ints,
    word: Ints,
    row: Ints,
    excluded: npt.NDArray[np.bool_],
    rule: Ints,
    lexicon: Lexicon,
) -> pl.DataFrame:
    in_scope = start >= page.scope_start[row]
    origin = np.where(in_scope, page.scope_start[row], page.row_start[row])
    return pl.DataFrame(
        {
            "field": pl.Series(["name", "scope"], dtype=FIELD).gather(in_scope.astype(np.uint32)),
            "start": (start - origin).astype(np.uint32),
            "end": (end - origin).astype(np.uint32),
            "text": pl.Series(lexicon.words, dtype=pl.String).gather(word),
            "kind": pl.Series(["matched", "excluded"], dtype=KIND).gather(excluded.astype(np.uint32)),
            "rule": pl.Series(lexicon.rules, dtype=pl.String).gather(rule),
        }
    )


def _lists(spans: pl.DataFrame, group: Ints) -> pl.Series:
    """The spans of each group (numbered from 0, in order) as one list."""
    if not len(spans):
        return pl.Series("evidence", [], pl.List(SPAN))
    grouped = spans.select(pl.struct(pl.all()).alias("evidence"), pl.Series("group", group))
    return grouped.group_by("group", maintain_order=True).agg("evidence")["evidence"].cast(pl.List(SPAN))
