"""A programme's conditions: [field, comparison, value], read and checked once, then matched in three ways."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

Value: TypeAlias = tuple[str, ...] | int | bool
COMPARISONS: dict[str, frozenset[str]] = {
    "division": frozenset({"in"}),
    "town": frozenset({"in"}),
    "sector": frozenset({"in"}),
    "section": frozenset({"in"}),
    "industry": frozenset({"starts_with"}),
    "size_class": frozenset({"in"}),
    "employees": frozenset({"at_least", "at_most"}),
    "ground": frozenset({"in"}),
    "hazard_level": frozenset({"in"}),
    "above_scale": frozenset({"is"}),
    "status": frozenset({"in"}),
    "name": frozenset({"contains"}),
    "scope": frozenset({"contains"}),
    "address": frozenset({"contains"}),
}
LABELS = {
    "division": "地区",
    "town": "镇街",
    "sector": "工贸行业",
    "section": "行业门类",
    "industry": "行业代码",
    "size_class": "规模",
    "employees": "从业人员",
    "ground": "已确认情形",
    "hazard_level": "职业病危害级别",
    "above_scale": "规上",
    "status": "登记状态",
    "name": "企业名称",
    "scope": "经营范围",
    "address": "地址",
}
TEXT_FIELDS = frozenset({"name", "scope", "address"})
MOST, LONGEST = 100, 60
PREFIX = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition; several values of `in`, `starts_with` and `contains` are alternatives."""

    field: str
    comparison: str
    value: Value

    def as_json(self) -> list[Any]:
        """As the programme keeps it."""
        value = list(self.value) if isinstance(self.value, tuple) else self.value
        return [self.field, self.comparison, value]


@dataclass(frozen=True, slots=True)
class ProgrammeTerms:
    """What the rules need of a programme; an empty division is the whole city."""

    id: int
    name: str
    division: str
    conditions: tuple[Condition, ...]
    valid_from: date
    valid_to: date | None = None
    clause: str = "二(一)末"


def read(raw: Iterable[Any]) -> tuple[Condition, ...]:
    """Conditions as kept or sent; ValueError with a Chinese sentence where one cannot be understood."""
    found = tuple(_read_one(item) for item in raw)
    if not found:
        raise ValueError("至少要有一个条件，否则会命中全部企业")
    return found


def _read_one(item: Any) -> Condition:
    if not isinstance(item, list | tuple) or len(item) != 3:
        raise ValueError("条件要写成 [字段, 比较, 值]")
    field, comparison, value = str(item[0]), str(item[1]), item[2]
    if comparison not in COMPARISONS.get(field, frozenset()):
        raise ValueError(f"没有“{field} {comparison}”这种条件")
    return Condition(field, comparison, _value(field, comparison, value))


def _value(field: str, comparison: str, value: Any) -> Value:
    label = LABELS[field]
    if comparison == "is":
        if not isinstance(value, bool):
            raise ValueError(f"“{label}”只能是或不是")
        return value
    if comparison in ("at_least", "at_most"):
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 10_000_000:
            raise ValueError(f"“{label}”要写整数")
        return value
    return _words(label, comparison, value)


def _words(label: str, comparison: str, value: Any) -> tuple[str, ...]:
    words = tuple(str(each).strip() for each in value) if isinstance(value, list | tuple) else ()
    sound = all(0 < len(word) <= LONGEST and "\0" not in word for word in words)
    if not sound or not 0 < len(words) <= MOST:
        raise ValueError(f"“{label}”要给 1 到 {MOST} 个值，每个不超过 {LONGEST} 字")
    if comparison == "starts_with" and not all(PREFIX.fullmatch(word) for word in words):
        raise ValueError(f"“{label}”是 1 到 4 位数字")
    return words
