"""How each field of a roster file is understood."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import polars as pl

from anfu.registry.roster.columns import labels
from anfu.registry.roster.fields import CANONICAL
from anfu.registry.roster.normalise.cells import Unclear
from anfu.registry.roster.normalise.dates import parse_date
from anfu.registry.roster.normalise.industry import parse_industry
from anfu.registry.roster.normalise.money import parse_money
from anfu.registry.roster.normalise.numbers import parse_count, parse_degrees
from anfu.registry.roster.normalise.text import joined_names, people_text, proper_name
from anfu.registry.roster.normalise.words import parse_word, parse_yes_no

CHINA_EAST = (73.0, 136.0)
CHINA_NORTH = (3.0, 54.0)

TEXTS: dict[str, Callable[[pl.Series], pl.Series]] = {
    "name": proper_name,
    "org_type": proper_name,
    "scope": lambda texts: texts,
    "province": people_text,
    "city": people_text,
    "division": people_text,
    "town": people_text,
    "address": proper_name,
    "regulators": joined_names,
    "principal": people_text,
    "contact_name": people_text,
    "contact_phone": people_text,
}

ANSWERS = frozenset({"above_scale", "has_safety_rules", "has_training_records"})


class Output(NamedTuple):
    """A canonical field and how one text becomes its value."""

    field: str
    parse: Callable[[str], Any]
    dtype: pl.DataType | type[pl.DataType]


def outputs_of(field: str, unit: str) -> list[Output]:
    """The parsers of a field that is not plain text; `unit` is what its header says about money."""
    label = labels()[field]
    match field:
        case "capital":
            return [
                _output("capital_fen", lambda text: parse_money(text, unit)[0]),
                _output("capital_currency", lambda text: parse_money(text, unit)[1]),
            ]
        case "revenue":
            return [_output("revenue_fen", lambda text: _yuan(text, unit))]
        case "established_on":
            return [_output(field, parse_date)]
        case "industry":
            return [_output(field, parse_industry)]
        case "employees" | "safety_officers":
            return [_output(field, partial(parse_count, label=label))]
        case "longitude" | "latitude":
            low, high = CHINA_EAST if field == "longitude" else CHINA_NORTH
            return [_output(field, partial(parse_degrees, label=label, low=low, high=high))]
        case "status" | "hazard_level" | "hazard_scheme":
            return [_output(field, partial(parse_word, kind=field, label=label))]
        case _:
            return [_output(field, partial(parse_yes_no, label=label))]


def _output(field: str, parse: Callable[[str], Any]) -> Output:
    return Output(field, parse, CANONICAL[field])


def _yuan(text: str, unit: str) -> int:
    amount, currency = parse_money(text, unit)
    if currency != "CNY":
        raise Unclear("bad_amount", f"营业收入“{text}”不是人民币", "请折合成人民币再填")
    return amount
