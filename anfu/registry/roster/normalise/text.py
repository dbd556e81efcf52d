"""Cleaning of text columns."""

from collections.abc import Callable
from functools import cache

import polars as pl

from anfu.registry.datafiles import DATA, read_toml

WORDS = DATA / "value_words.toml"

_INVISIBLE = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+"
_BLANKS = " \t\r\n\u00a0\u3000"
_GAP = r"[\s\u3000]+"
_WIDE = (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
_HALF_WIDTH = {chr(code): chr(code - 0xFEE0) for code in _WIDE} | {"(": "（", ")": "）"}


def clean(texts: pl.Series, *, answers: bool = False) -> pl.Series:
    """Without invisible characters and blanks at the ends; a cell that says nothing becomes null.

    `answers`: a yes-or-no column, where 无 is an answer.
    """
    texts = where(texts, _INVISIBLE, lambda expr: expr.str.replace_all(_INVISIBLE, ""))
    nothing = _nothing(answers)
    longest = max(map(len, nothing))
    text = pl.col("text").str.strip_chars(_BLANKS)
    says = (text.str.len_chars() > longest) | ~text.is_in(nothing)
    return texts.to_frame("text").select(pl.when(says).then(text).alias("text")).to_series()


def where(texts: pl.Series, pattern: str, change: Callable[[pl.Expr], pl.Expr]) -> pl.Series:
    """Changes only the texts in which the pattern occurs; in most columns of most files that is none."""
    some = texts.str.contains(pattern).fill_null(False)
    if not some.any():
        return texts
    changed = texts.filter(some).to_frame("text").select(change(pl.col("text"))).to_series()
    return texts.scatter(some.arg_true(), changed)


def proper_name(texts: pl.Series) -> pl.Series:
    """Letters and digits half-width, brackets full-width, no blanks between Chinese characters."""
    texts = where(texts, "[０-９Ａ-Ｚａ-ｚ()]", lambda expr: expr.str.replace_many(_HALF_WIDTH))
    return where(texts, _GAP, _close_gaps)


def people_text(texts: pl.Series) -> pl.Series:
    """Half-width letters and digits, single blanks."""
    half = where(texts, r"\P{ASCII}", lambda expr: expr.str.normalize("NFKC"))
    return where(half, _GAP, lambda expr: expr.str.replace_all(r"\s+", " "))


def joined_names(texts: pl.Series) -> pl.Series:
    """Names joined by 、 whatever stood between them."""
    return texts.str.replace_all(r"[\s\u3000、,，;；/|]+", "、").str.strip_chars("、")


def _close_gaps(expr: pl.Expr) -> pl.Expr:
    text = expr.str.replace_all(_GAP, " ")
    for _ in range(2):  # a blank's neighbour may be the neighbour of the next blank
        text = text.str.replace_all(r"(\P{ASCII}) (\P{ASCII})", "$1$2")
    return text


@cache
def _nothing(answers: bool) -> list[str]:
    words = [word for word in read_toml(WORDS)["nothing"] if not (answers and word == "无")]
    return sorted({"", *words, *map(str.lower, words), *map(str.capitalize, words)})
