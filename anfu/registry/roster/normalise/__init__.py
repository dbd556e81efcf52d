"""Cells to values, column by column. A cell that cannot be understood becomes a problem of its row."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import polars as pl

from anfu.core.intake.problems import PROBLEM_SCHEMA, problem_frame
from anfu.registry.roster import uscc
from anfu.registry.roster.columns import Column, labels
from anfu.registry.roster.fields import CANONICAL, MAX_CHARS, outputs
from anfu.registry.roster.normalise.cells import FAULT_SCHEMA, understand
from anfu.registry.roster.normalise.rules import ANSWERS, TEXTS, outputs_of
from anfu.registry.roster.normalise.text import clean


class Normalised(NamedTuple):
    """`frame`: row and all of CANONICAL (null = not given; division and town still as written);
    `problems`: PROBLEM_SCHEMA; `given`: the canonical fields that the file has a column for."""

    frame: pl.DataFrame
    problems: pl.DataFrame
    given: tuple[str, ...]


class _Part(NamedTuple):
    series: list[pl.Series]
    problems: list[pl.DataFrame]


def normalise(raw: pl.DataFrame, columns: Sequence[Column]) -> Normalised:
    """`raw`: row and c0, c1 ... as read; `columns`: the mapping. What is already clean stays as it is."""
    rows = raw["row"]
    known = [column for column in columns if column.field is not None]
    parts = [_understand_column(rows, raw[f"c{column.index}"], column) for column in known]
    values = {series.name: series for part in parts for series in part.series}
    frame = pl.DataFrame(
        [rows, *(values.get(name, pl.Series(name, [None], dtype=dtype).new_from_index(0, len(rows)))
                 for name, dtype in CANONICAL.items())]
    )  # fmt: skip
    frame = frame.with_columns(_scheme_of_level())
    problems = [table for part in parts for table in part.problems]
    given = tuple(name for name in CANONICAL if name in values)
    return Normalised(frame, _in_order([*problems, _no_identity(frame)]), given)


def _understand_column(rows: pl.Series, cells: pl.Series, column: Column) -> _Part:
    field = column.field or ""
    cleaned = clean(cells, answers=field in ANSWERS)
    if field == "uscc":
        return _understand_uscc(rows, cleaned)
    if field in TEXTS:
        return _understand_text(rows, cleaned, field)
    series, problems = [], []
    for output in outputs_of(field, column.unit):
        understood = understand(cleaned, output.parse, output.dtype)
        series.append(understood.values.alias(output.field))
        if output.field == outputs(field)[0]:
            problems.append(_problems(rows, cleaned, field, understood.faults))
    return _Part(series, problems)


def _understand_text(rows: pl.Series, cleaned: pl.Series, field: str) -> _Part:
    text = TEXTS[field](cleaned).alias(field)
    longest = MAX_CHARS[field]
    too_long = text.str.len_chars() > longest
    if not too_long.any():
        return _Part([text], [])
    message = f"{labels()[field]}超过 {longest} 个字"
    faults = [(value, "too_long", message, "请缩短") for value in cleaned.filter(too_long).unique()]
    table = pl.DataFrame(faults, schema=FAULT_SCHEMA, orient="row")
    return _Part([text.set(too_long, None)], [_problems(rows, cleaned, field, table)])


def _understand_uscc(rows: pl.Series, cleaned: pl.Series) -> _Part:
    codes = cleaned
    valid = uscc.valid_mask(codes)
    if not valid.all():
        codes = understand(codes, uscc.clean, pl.String).values
        valid = uscc.valid_mask(codes)
    wrong = ~valid & codes.is_not_null()
    faults = [(text, "bad_uscc", *uscc.explain(text)) for text in cleaned.filter(wrong).unique()]
    table = pl.DataFrame(faults, schema=FAULT_SCHEMA, orient="row")
    return _Part([codes.alias("uscc")], [_problems(rows, cleaned, "uscc", table)])


def _problems(rows: pl.Series, cells: pl.Series, field: str, faults: pl.DataFrame) -> pl.DataFrame:
    if faults.is_empty():
        return problem_frame()
    table = pl.DataFrame([rows.alias("row"), cells.alias("value")])
    told = table.join(faults, left_on="value", right_on="text", how="inner")
    return told.with_columns(pl.lit(field).alias("field")).select(list(PROBLEM_SCHEMA))


def _no_identity(frame: pl.DataFrame) -> pl.DataFrame:
    nameless = pl.col("name").is_null()
    return frame.filter(pl.col("uscc").is_null()).select(
        pl.col("row"),
        field=pl.lit("uscc"),
        value=pl.lit(""),
        code=pl.when(nameless).then(pl.lit("empty_row")).otherwise(pl.lit("no_uscc")),
        message=pl.when(nameless)
        .then(pl.lit("企业名称和信用代码都是空的"))
        .otherwise(pl.lit("没有填信用代码，无法认定是哪一家")),
        fix=pl.lit("请补上 18 位统一社会信用代码"),
    )


def _scheme_of_level() -> pl.Expr:
    # 较重 exists only in the classification of 2012.
    heavier = pl.col("hazard_scheme").is_null() & (pl.col("hazard_level") == "heavier")
    return pl.when(heavier).then(pl.lit("2012")).otherwise(pl.col("hazard_scheme")).alias("hazard_scheme")


def _in_order(tables: Iterable[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat([problem_frame(), *tables]).sort("row", maintain_order=True)
