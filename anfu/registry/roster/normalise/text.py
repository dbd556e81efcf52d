"""Cleaning of text columns, as expressions."""

import polars as pl

from anfu.registry.datafiles import DATA, read_toml

WORDS = DATA / "value_words.toml"

_INVISIBLE = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+"
_BLANKS = " \t\r\n\u00a0\u3000"
_HALF_WIDTH = {
    chr(code): chr(code - 0xFEE0)
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}


def clean(expr: pl.Expr) -> pl.Expr:
    """Without invisible characters and blanks at the ends; a cell that says nothing becomes null."""
    text = expr.str.replace_all(_INVISIBLE, "").str.strip_chars(_BLANKS)
    nothing = ["", *read_toml(WORDS)["nothing"]]
    return pl.when(~text.str.to_uppercase().is_in(nothing)).then(text)


def clean_answer(expr: pl.Expr) -> pl.Expr:
    """As `clean`, for yes-or-no cells, where 无 is an answer."""
    text = expr.str.replace_all(_INVISIBLE, "").str.strip_chars(_BLANKS)
    nothing = ["", *(word for word in read_toml(WORDS)["nothing"] if word != "无")]
    return pl.when(~text.str.to_uppercase().is_in(nothing)).then(text)


def proper_name(expr: pl.Expr) -> pl.Expr:
    """Letters and digits half-width, brackets full-width, no blanks between Chinese characters."""
    text = expr.str.replace_many({**_HALF_WIDTH, "(": "（", ")": "）"})
    text = text.str.replace_all(r"[\s\u3000]+", " ")
    for _ in range(2):  # a blank's neighbour may be the neighbour of the next blank
        text = text.str.replace_all(r"(\P{ASCII}) (\P{ASCII})", "$1$2")
    return text


def people_text(expr: pl.Expr) -> pl.Expr:
    """Half-width letters and digits, single blanks."""
    return expr.str.normalize("NFKC").str.replace_all(r"\s+", " ")


def joined_names(expr: pl.Expr) -> pl.Expr:
    """Names joined by 、 whatever stood between them."""
    return expr.str.replace_all(r"[\s\u3000、,，;；/|]+", "、").str.strip_chars("、")
