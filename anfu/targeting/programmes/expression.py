"""The same conditions over frames of dated versions."""

from collections.abc import Iterable
from typing import Any

import polars as pl

from anfu.targeting.programmes.conditions import TEXT_FIELDS, Condition, ProgrammeTerms
from anfu.targeting.rules import periods


def programme_periods(
    programme: ProgrammeTerms, versions: pl.DataFrame, confirmed: pl.DataFrame
) -> pl.DataFrame:
    """The days on which a programme hits, from closed versions and confirmed grounds."""
    place = pl.lit(True) if not programme.division else pl.col("division") == programme.division
    facts = [c for c in programme.conditions if c.field != "ground"]
    days = periods.only_days(versions.filter(place, *(expression(c) for c in facts)))
    for condition in programme.conditions:
        if condition.field == "ground":
            held = confirmed.filter(pl.col("subject").is_in(list(_words(condition))))
            held = periods.union(periods.only_days(held), ["enterprise_id"])
            days = periods.overlapping(days, held, ["enterprise_id"])
    return periods.clipped(periods.only_days(days), programme.valid_from, programme.valid_to)


def expression(condition: Condition) -> pl.Expr:
    """One condition over the facts; unknown facts do not hold."""
    column = pl.col(condition.field)
    wanted: Any = condition.value
    known = column.is_not_null()
    match condition.comparison:
        case "in":
            return known & (column != "") & column.is_in(list(_words(condition)))
        case "is":
            return known & (column == wanted)
        case "starts_with":
            return _any(column.str.starts_with(prefix) for prefix in _words(condition))
        case "contains":
            return _any(column.str.contains(word, literal=True) for word in _words(condition))
        case "at_least":
            return known & (column >= wanted)
        case _:
            return known & (column <= wanted)


def needs_texts(programmes: Iterable[ProgrammeTerms]) -> bool:
    """Whether any of them looks into name, scope or address, which are long to read."""
    return any(c.field in TEXT_FIELDS for programme in programmes for c in programme.conditions)


def _any(parts: Iterable[pl.Expr]) -> pl.Expr:
    return pl.any_horizontal(list(parts)).fill_null(False)


def _words(condition: Condition) -> tuple[Any, ...]:
    return condition.value if isinstance(condition.value, tuple) else (condition.value,)
