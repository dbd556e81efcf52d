"""The fields of a roster of people, and how each is understood: a row is somebody, with one certificate at most."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

import polars as pl

from anfu.core.datafiles import locate, read_toml
from anfu.core.intake.columns import Column
from anfu.providers.actions.staff import MODEL
from anfu.providers.kinds import PersonCredential
from anfu.registry.records.cells import Rule, Wanted
from anfu.registry.records.identities import Sealing
from anfu.registry.roster.normalise.cells import Unclear
from anfu.registry.roster.normalise.dates import parse_date

SEALING = Sealing(MODEL, "identity_sealed")
# `valid_to` and `paper_to` are the first days on which it no longer holds; files name the last one.
STAFF = pl.Schema(
    {
        "name": pl.String,
        "identity": pl.String,
        "full_time": pl.Boolean,
        "position": pl.String,
        "valid_from": pl.Date,
        "valid_to": pl.Date,
        "days_a_year": pl.Int64,
        "credential": pl.String,
        "grade": pl.String,
        "speciality": pl.String,
        "number": pl.String,
        "paper_from": pl.Date,
        "paper_to": pl.Date,
    }
)
REQUIRED = ("name", "identity", "valid_from")
PAPER = ("credential", "grade", "speciality", "number", "paper_from", "paper_to")
_LONGEST = {"name": 40, "position": 40, "grade": 20, "speciality": 40, "number": 60}
_FULL = {"专职": True, "全职": True, "是": True, "兼职": False, "否": False}


def fields() -> Mapping[str, Mapping[str, Any]]:
    """Field of the file -> label, synonyms, example, in the order in which pages show them."""
    found: Mapping[str, Mapping[str, Any]] = read_toml(locate("providers", "staff_headers.toml"))
    return found


def labels() -> dict[str, str]:
    """Field -> its Chinese name."""
    return {field: str(entry["label"]) for field, entry in fields().items()}


def wanted() -> Wanted:
    """What a row holds."""
    return Wanted(STAFF, REQUIRED, labels())


def rule_of(column: Column) -> Rule:
    """How the cells of a column are understood."""
    field = column.field or ""
    match field:
        case "identity":
            return Rule(field, SEALING.number)
        case "full_time":
            return Rule(field, _full_time)
        case "days_a_year":
            return Rule(field, _days)
        case "credential":
            return Rule(field, _credential)
        case "valid_from" | "paper_from":
            return Rule(field, parse_date)
        case "valid_to" | "paper_to":
            return Rule(field, _after)
        case _:
            return Rule(field, partial(SEALING.text, longest=_LONGEST[field], label=labels()[field]))


def _after(text: str) -> date:
    found: date = parse_date(text) + timedelta(1)
    return found


def _full_time(text: str) -> bool:
    if text.strip() not in _FULL:
        raise Unclear("bad_full_time", f"不认得任职方式“{text[:20]}”", "请填专职或兼职")
    return _FULL[text.strip()]


def _days(text: str) -> int:
    if not text.strip().isdecimal() or not 0 <= int(text.strip()[:4]) <= 366:
        raise Unclear("bad_days", f"一年可服务天数“{text[:20]}”不是 0 到 366 的整数", "请改成整数，或者不填")
    return int(text.strip()[:4])


def _credential(text: str) -> str:
    known = {str(label): code for code, label in PersonCredential.choices}
    if text.strip() not in known:
        raise Unclear("bad_credential", f"不认得证书种类“{text[:20]}”", f"请填：{'、'.join(known)}")
    return known[text.strip()]
