"""The fields of a roster of experts, and how each is understood: what the form of one nomination asks for."""

import re
from collections.abc import Mapping
from functools import cache, partial
from typing import Any

import polars as pl

from anfu.core.datafiles import locate, read_toml
from anfu.core.intake.columns import Column
from anfu.core.personal import identity
from anfu.experts.actions.applying import MOST
from anfu.experts.roster import words
from anfu.experts.specialities import sections, specialities
from anfu.registry import divisions
from anfu.registry.records.cells import Rule, Wanted, credit_code
from anfu.registry.records.identities import Sealing
from anfu.registry.roster.normalise.cells import Unclear

MODEL = "experts.Expert"
SEALING = Sealing(MODEL, "identity")
# Of several codes, one text with commas between.
NAMES = (
    "name", "identity", "phone", "level", "region", "title", "employer_name", "employer_uscc", "specialities",
    "industries", "divisions", "record",
)  # fmt: skip
EXPERTS = pl.Schema(dict.fromkeys(NAMES, pl.String))
OPTIONAL = ("employer_uscc", "industries", "divisions")
REQUIRED = tuple(name for name in NAMES if name not in OPTIONAL)
LISTS = ("specialities", "industries", "divisions")
_LONGEST = {"name": 40, "title": 80, "employer_name": 200, "record": 500}
_PHONE = re.compile(r"1[0-9]{10}")


def fields() -> Mapping[str, Mapping[str, Any]]:
    """Field of the file -> label, synonyms, example, in the order in which pages show them."""
    found: Mapping[str, Mapping[str, Any]] = read_toml(locate("experts", "roster_headers.toml"))
    return found


def labels() -> dict[str, str]:
    """Field -> its Chinese name."""
    return {field: str(entry["label"]) for field, entry in fields().items()}


def wanted() -> Wanted:
    """What a row holds."""
    return Wanted(EXPERTS, REQUIRED, labels())


def rule_of(column: Column) -> Rule:
    """How the cells of a column are understood."""
    field = column.field or ""
    match field:
        case "identity":
            return Rule(field, SEALING.number)
        case "phone":
            return Rule(field, _phone)
        case "level":
            return Rule(field, words.level)
        case "region":
            return Rule(field, partial(words.several, known=_places(), label="地区", most=1))
        case "employer_uscc":
            return Rule(field, lambda text: credit_code(SEALING.opened(text)))
        case "specialities" | "industries" | "divisions":
            known, most = _known(field)
            return Rule(field, partial(words.several, known=known, label=labels()[field], most=most))
        case _:
            return Rule(field, partial(SEALING.text, longest=_LONGEST[field], label=labels()[field]))


def _phone(text: str) -> str:
    plain = identity.normal(text).replace("-", "").removesuffix(".0")
    if not _PHONE.fullmatch(plain):
        raise Unclear("bad_phone", "手机号不是 1 开头的 11 位数字", "请填本人的手机号")
    return plain


def _known(field: str) -> tuple[Mapping[str, str], int]:
    match field:
        case "specialities":
            return _named(tuple(specialities().items()), "安全"), MOST
        case "industries":
            return _named(tuple(sections().items()), "业"), len(sections())
        case _:
            return _places(), len(_places())


@cache
def _named(coded: tuple[tuple[str, str], ...], ending: str) -> Mapping[str, str]:
    """By the whole name, by the name without its usual ending (化工 for 化工安全), and by the code."""
    short = {name.removesuffix(ending): code for code, name in coded if name.endswith(ending)}
    return {code: code for code, _ in coded} | short | {name: code for code, name in coded}


def _places() -> dict[str, str]:
    """By name, with the city before it or not, by its short form, and by code."""
    city = divisions.city().name
    found: dict[str, str] = {}
    for each in divisions.counties():
        names = (each.code, each.short, f"{city}{each.name}", each.name)
        found |= dict.fromkeys(names, each.code)
    return found
