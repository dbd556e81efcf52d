"""Cells of a contract file to values. A cell that cannot be understood becomes a problem of its row."""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple

import polars as pl

from anfu.core.datafiles import locate
from anfu.core.intake.problems import PROBLEM_SCHEMA, problem_frame
from anfu.engagements.contracts.fields import CONTRACT, REQUIRED, labels, words
from anfu.engagements.models import Mode, ServiceKind
from anfu.registry.roster import uscc
from anfu.registry.roster.columns import Column
from anfu.registry.roster.normalise.cells import FAULT_SCHEMA, Unclear, understand
from anfu.registry.roster.normalise.dates import parse_date
from anfu.registry.roster.normalise.money import parse_money
from anfu.registry.roster.normalise.text import clean, proper_name

_BETWEEN = re.compile(r"[、,，;；/|\s]+")
_LONGEST = {"enterprise_name": 200, "provider_name": 200, "contract_no": 60}
_NAMES = ("enterprise_name", "provider_name")


class Normalised(NamedTuple):
    """`frame`: row and CONTRACT; `problems`: PROBLEM_SCHEMA."""

    frame: pl.DataFrame
    problems: pl.DataFrame


def normalise(raw: pl.DataFrame, columns: Sequence[Column]) -> Normalised:
    """`raw`: row and c0, c1 ... as read."""
    rows, values, problems = raw["row"], {}, []
    for column in columns:
        if column.field is None:
            continue
        cells = clean(raw[f"c{column.index}"])
        if column.field in _NAMES:
            cells = proper_name(cells)
        name = "price_fen" if column.field == "price" else column.field
        understood = understand(cells, _parser(column), CONTRACT[name])
        values[name] = understood.values.alias(name)
        problems.append(_problems(rows, cells, column.field, understood.faults))
    frame = pl.DataFrame([rows, *(_column(values, name, len(rows)) for name in CONTRACT)])
    told = pl.concat([problem_frame(), *problems])
    return Normalised(frame, pl.concat([told, _missing(frame, told)]).sort("row", maintain_order=True))


def _column(values: dict[str, pl.Series], name: str, height: int) -> pl.Series:
    return values.get(name, pl.Series(name, [None] * height, dtype=CONTRACT[name]))


def _parser(column: Column) -> Callable[[str], Any]:
    match column.field:
        case "uscc" | "provider_uscc":
            return _code
        case "mode":
            return partial(_word, "mode")
        case "kinds":
            return _kinds
        case "valid_to":
            return lambda text: parse_date(text) + timedelta(1)
        case "valid_from" | "signed_on":
            return parse_date
        case "price":
            return partial(_price, column.unit or "元")
        case field:
            return partial(_short, field or "")


def _code(text: str) -> str:
    code = uscc.clean(text)
    if not uscc.is_valid(code):
        raise Unclear("bad_uscc", *uscc.explain(text))
    return code


def _price(unit: str, text: str) -> int:
    amount, currency = parse_money(text, unit)
    if currency != "CNY":
        raise Unclear("bad_amount", f"合同金额“{text}”不是人民币", "请折合成人民币再填")
    return amount


def _short(field: str, text: str) -> str:
    longest = _LONGEST[field]
    if len(text) > longest:
        raise Unclear("too_long", f"{labels()[field]}超过 {longest} 个字", "请缩短")
    return text


def _kinds(text: str) -> str:
    found = {_word("kinds", word) for word in _BETWEEN.split(text) if word}
    return ",".join(kind for kind in ServiceKind.values if kind in found)


def _word(kind: str, text: str) -> str:
    choices = Mode if kind == "mode" else ServiceKind
    known = {
        word: code for code, each in words(locate("engagements", "words.toml"))[kind].items() for word in each
    }
    known |= {str(label): code for code, label in choices.choices} | {code: code for code in choices.values}
    if text.strip() not in known:
        label = labels()[kind]
        raise Unclear(f"bad_{kind}", f"不认得{label}“{text}”", f"请填：{'、'.join(map(str, choices.labels))}")
    return known[text.strip()]


def _problems(rows: pl.Series, cells: pl.Series, field: str, faults: pl.DataFrame) -> pl.DataFrame:
    if faults.is_empty():
        return problem_frame()
    table = pl.DataFrame([rows.alias("row"), cells.alias("value")])
    told = table.join(faults.cast(FAULT_SCHEMA), left_on="value", right_on="text", how="inner")
    return told.with_columns(pl.lit(field).alias("field")).select(list(PROBLEM_SCHEMA))


def _missing(frame: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Required fields that are empty, where no problem of the same cell says more."""
    parts = [
        frame.filter(pl.col(field).is_null())
        .select("row")
        .join(told.filter(pl.col("field") == field), on="row", how="anti")
        .with_columns(
            field=pl.lit(field),
            value=pl.lit(""),
            code=pl.lit("missing"),
            message=pl.lit(f"没有填{labels()[field]}"),
            fix=pl.lit("请补上"),
        )
        for field in REQUIRED
    ]
    return pl.concat(parts).select(list(PROBLEM_SCHEMA))
