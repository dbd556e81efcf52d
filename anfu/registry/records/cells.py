"""Cells of a file to values, column by column. A cell that cannot be understood becomes a problem of its row."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import polars as pl

from anfu.core.intake.columns import Column
from anfu.core.intake.problems import PROBLEM_SCHEMA, problem_frame
from anfu.registry.roster import uscc
from anfu.registry.roster.normalise.cells import FAULT_SCHEMA, Unclear, understand
from anfu.registry.roster.normalise.money import parse_money
from anfu.registry.roster.normalise.text import clean, proper_name

NAMES = frozenset({"enterprise_name", "provider_name"})


class Rule(NamedTuple):
    """The value's name in the row, and how a text becomes it (Unclear where it does not)."""

    name: str
    parse: Callable[[str], Any]


class Normalised(NamedTuple):
    """`frame`: row and the values; `problems`: PROBLEM_SCHEMA."""

    frame: pl.DataFrame
    problems: pl.DataFrame


class Wanted(NamedTuple):
    """The values of a row, those without which it is refused, and the Chinese names of fields."""

    schema: pl.Schema
    required: Sequence[str]
    labels: Mapping[str, str]


def normalise(
    raw: pl.DataFrame, columns: Sequence[Column], rule_of: Callable[[Column], Rule], wanted: Wanted
) -> Normalised:
    """`raw`: row and c0, c1 ... as read; a value that no column gives is null."""
    rows, values, problems = raw["row"], {}, []
    for column in columns:
        if column.field is None:
            continue
        cells = clean(raw[f"c{column.index}"])
        if column.field in NAMES:
            cells = proper_name(cells)
        rule = rule_of(column)
        understood = understand(cells, rule.parse, wanted.schema[rule.name])
        values[rule.name] = understood.values.alias(rule.name)
        problems.append(_problems(rows, cells, column.field, understood.faults))
    empty = {
        name: pl.Series(name, [None] * len(rows), dtype=kind)
        for name, kind in wanted.schema.items()
        if name not in values
    }
    frame = pl.DataFrame([rows, *({**values, **empty}[name] for name in wanted.schema)])
    told = pl.concat([problem_frame(), *problems])
    missing = _missing(frame, told, wanted)
    return Normalised(frame, pl.concat([told, *missing]).sort("row", maintain_order=True))


def credit_code(text: str) -> str:
    """A unified social credit code with the right check digit."""
    code = uscc.clean(text)
    if not uscc.is_valid(code):
        raise Unclear("bad_uscc", *uscc.explain(text))
    return code


def renminbi(text: str, unit: str, label: str) -> int:
    """An amount in fen; `unit` is what the header names."""
    amount, currency = parse_money(text, unit)
    if currency != "CNY":
        raise Unclear("bad_amount", f"{label}“{text}”不是人民币", "请折合成人民币再填")
    return amount


def short(text: str, longest: int, label: str) -> str:
    """A text of at most so many characters."""
    if len(text) > longest:
        raise Unclear("too_long", f"{label}超过 {longest} 个字", "请缩短")
    return text


def _problems(rows: pl.Series, cells: pl.Series, field: str, faults: pl.DataFrame) -> pl.DataFrame:
    if faults.is_empty():
        return problem_frame()
    table = pl.DataFrame([rows.alias("row"), cells.alias("value")])
    told = table.join(faults.cast(FAULT_SCHEMA), left_on="value", right_on="text", how="inner")
    return told.with_columns(pl.lit(field).alias("field")).select(list(PROBLEM_SCHEMA))


def _missing(frame: pl.DataFrame, told: pl.DataFrame, wanted: Wanted) -> list[pl.DataFrame]:
    """Required fields that are empty, where no problem of the same cell says more."""
    return [
        frame.filter(pl.col(field).is_null())
        .select("row")
        .join(told.filter(pl.col("field") == field), on="row", how="anti")
        .with_columns(
            field=pl.lit(field),
            value=pl.lit(""),
            code=pl.lit("missing"),
            message=pl.lit(f"没有填{wanted.labels[field]}"),
            fix=pl.lit("请补上"),
        )
        .select(list(PROBLEM_SCHEMA))
        for field in wanted.required
    ]
