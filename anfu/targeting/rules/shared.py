"""What several rules ask: is it one of the eight sectors (工贸), and how a fact is shown."""

from collections.abc import Callable
from typing import Any

import polars as pl

from anfu.registry.labels import HAZARD_LEVELS, SECTORS, SIZES, STATUSES
from anfu.targeting.rules import periods
from anfu.targeting.rules.facts import Facts
from anfu.targeting.rules.reasons import Used
from anfu.targeting.rules.rows import Rows

LABELS = {
    "sector": "工贸行业",
    "industry": "行业",
    "size_class": "规模",
    "employees": "从业人员",
    "hazard_level": "职业病危害级别",
    "hazard_scheme": "分级依据",
    "safety_officers": "安全管理人员",
    "has_safety_rules": "安全制度",
    "has_training_records": "培训记录",
    "regulators": "监管部门",
    "address_key": "地址",
    "status": "登记状态",
}
IS_GONGMAO = pl.col("sector") != ""
Periods = Callable[[Rows], pl.DataFrame]


def is_gongmao(facts: Facts) -> bool | None:
    """Whether the enterprise is in one of the eight sectors; None while its industry is not known."""
    if facts.value("sector"):
        return True
    return False if facts.value("industry") else None


def shown(name: str, value: Any) -> str:
    """A fact in the words of the interface."""
    if isinstance(value, bool):
        return "有" if value else "无"
    words = {"sector": SECTORS, "size_class": SIZES, "hazard_level": HAZARD_LEVELS, "status": STATUSES}
    text = str(words.get(name, {}).get(value, value))
    return f"{text} 人" if name in ("employees", "safety_officers") else text


def used(facts: Facts, *names: str) -> tuple[Used, ...]:
    """The registry facts that a rule looked at, with source and day; unknown ones are left out."""
    if facts.version is None:
        return ()
    known = [(name, facts.value(name)) for name in names if facts.value(name) is not None]
    source, since = facts.version.source, facts.version.since
    return tuple(Used(LABELS[name], shown(name, value), source, since) for name, value in known)


def where(condition: pl.Expr) -> Periods:
    """The periods of the versions (cut by parameters) that meet a condition."""
    return lambda rows: periods.only_days(rows.pieces.filter(condition))
