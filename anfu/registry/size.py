"""Size classes by 工信部联企业〔2011〕300号, from industry, employees and revenue. Clause 二(一)2."""

from functools import cache, reduce
from pathlib import Path
from typing import NamedTuple

import polars as pl

from anfu.registry.datafiles import DATA, read_csv
from anfu.registry.industry import Industries, industries

CLASSES = ("micro", "small", "medium", "large")
_FEN_PER_WAN = 1_000_000
_MEASURES = {"employees": 1, "revenue": _FEN_PER_WAN, "assets": _FEN_PER_WAN}


class Limits(NamedTuple):
    """Lower limits of small, medium, large by measure (`employees` in people, money in fen)."""

    kind: str
    limits: dict[str, tuple[int, int, int]]


@cache
def size_limits(path: Path = DATA / "size_thresholds.csv") -> dict[str, Limits]:
    """Industry code of any level -> the limits of its kind; codes outside the file's scope are missing."""
    rules: dict[str, Limits] = {}
    for row in read_csv(path).iter_rows(named=True):
        measures = [(row[place], place) for place in ("first", "second") if row[place]]
        limits = {measure: _limits(row, place, _MEASURES[measure]) for measure, place in measures}
        rules |= {code: Limits(row["kind"], limits) for code in row["codes"].split()}
    table = industries()
    found = {code: _rule_of(code, table, rules) for code in table.names}
    return {code: limits for code, limits in found.items() if limits}


def size_class(
    industry: str | None, employees: int | None, revenue_fen: int | None
) -> tuple[str | None, bool]:
    """(class, provisional). Every known measure must reach a class's limit, else the class falls.

    Provisional where a measure of this industry is not known (assets never are); None where no measure is
    known, the industry is not known, or the 2011 file does not cover it.
    """
    rule = size_limits().get(industry or "")
    if rule is None:
        return None, False
    known = {"employees": employees, "revenue": revenue_fen, "assets": None}
    reached = [
        sum(value >= limit for limit in limits)
        for measure, limits in rule.limits.items()
        if (value := known[measure]) is not None
    ]
    return (CLASSES[min(reached)] if reached else None), len(reached) < len(rule.limits)


def size_class_expr(industry: pl.Expr, employees: pl.Expr, revenue_fen: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """`size_class` over columns: (class, provisional)."""
    values = {"employees": employees, "revenue": revenue_fen}
    reached = [_reached(industry, measure, value) for measure, value in values.items()]
    asked = [_is_asked(industry, measure) for measure in _MEASURES]
    rank = pl.min_horizontal(*reached)
    known = reduce(lambda a, b: a + b, [expr.is_not_null().cast(pl.Int8) for expr in reached])
    wanted = reduce(lambda a, b: a + b, [expr.cast(pl.Int8) for expr in asked])
    classes = rank.replace_strict(dict(enumerate(CLASSES)), default=None, return_dtype=pl.String)
    return classes, known < wanted


def _reached(industry: pl.Expr, measure: str, value: pl.Expr) -> pl.Expr:
    """How many limits the value reaches; null where it is not known or this industry does not ask for it."""
    codes, *limits = _asking(measure)
    steps = [value >= _lookup(industry, codes, limit) for limit in limits]
    return reduce(lambda a, b: a + b, [step.cast(pl.Int8) for step in steps])


def _is_asked(industry: pl.Expr, measure: str) -> pl.Expr:
    return industry.is_in(_asking(measure)[0].implode()).fill_null(False)


@cache
def _asking(measure: str) -> tuple[pl.Series, ...]:
    """The industry codes that ask for the measure, and beside them the limits of small, medium and large."""
    asked = {code: rule.limits[measure] for code, rule in size_limits().items() if measure in rule.limits}
    steps = zip(*asked.values(), strict=True) if asked else ((), (), ())
    limits = [pl.Series(step, dtype=pl.Int64) for step in steps]
    return pl.Series(list(asked), dtype=pl.String), *limits


def _lookup(industry: pl.Expr, codes: pl.Series, limits: pl.Series) -> pl.Expr:
    if codes.is_empty():
        return pl.lit(None, dtype=pl.Int64)
    return industry.replace_strict(codes, limits, default=None, return_dtype=pl.Int64)


def _limits(row: dict[str, str], place: str, unit: int) -> tuple[int, int, int]:
    small, medium, large = (int(row[f"{size}_{place}"]) * unit for size in CLASSES[1:])
    return small, medium, large


def _rule_of(code: str, table: Industries, rules: dict[str, Limits]) -> Limits | None:
    prefixes = [code[:size] for size in range(len(code), 0, -1)]
    section = table.section_of(code) or ""
    return next((rules[key] for key in (*prefixes, section) if key in rules), None)
