"""Whether facts that a person typed can be true: pure. What a form checks by its fields is checked here again."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from anfu.core.refusal import Refused
from anfu.registry import divisions, labels
from anfu.registry.industry import industries
from anfu.registry.masking import PERSONAL
from anfu.registry.roster.fields import FACTS, MAX_CHARS
from anfu.registry.roster.normalise.numbers import MAX_COUNT

COUNTS = ("employees", "safety_officers")
AMOUNTS = ("capital_fen", "revenue_fen")
MOST_FEN = 10**16
CHOICES: dict[str, Mapping[str, str]] = {
    "status": labels.STATUSES,
    "hazard_level": labels.HAZARD_LEVELS,
    "hazard_scheme": labels.HAZARD_SCHEMES,
}
_TEXTS = (*MAX_CHARS, "capital_currency", "industry", *CHOICES)


def checked(changes: Mapping[str, Any], known: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    """The changes in the form in which they are kept; Refused names the field that cannot be.

    `known`: the facts beside which the changes will stand. An empty text or None takes a fact away.
    """
    clean = {name: _plain(name, value) for name, value in changes.items()}
    both = {**known, **clean}
    for name in clean:
        _check_one(name, clean[name])
    if not both["name"]:
        raise _no("name", "企业名称不能空着")
    if both["established_on"] and both["established_on"] > on:
        raise _no("established_on", f"注册日期晚于 {on}")
    _check_place(clean, both)
    _check_level(clean, both)
    return clean


def _plain(name: str, value: Any) -> Any:
    if name not in FACTS:
        raise _no(name, f"没有“{name}”这一项")
    if name in _TEXTS or name in ("division", "town"):
        return str(value or "").strip()
    if name in ("longitude", "latitude") and value is not None:
        return Decimal(str(value)).quantize(Decimal("0.000001"))
    return value


def _check_one(name: str, value: Any) -> None:
    label = labels.field(name)
    if name in PERSONAL and "*" in value:
        raise _no(name, f"{label}里有星号。要改请写全，不改就留着原样")
    if name in MAX_CHARS and len(value) > MAX_CHARS[name]:
        raise _no(name, f"{label}超过 {MAX_CHARS[name]} 个字")
    if name in CHOICES and value not in CHOICES[name] and (value or name == "status"):
        raise _no(name, f"{label}没有“{value}”这个选项")
    if name == "industry" and value and value not in industries().names:
        raise _no(name, f"行业代码“{value}”不在国民经济行业分类（2017）里")
    limit = MAX_COUNT if name in COUNTS else MOST_FEN
    if name in (*COUNTS, *AMOUNTS) and value is not None and not 0 <= value <= limit:
        raise _no(name, f"{label}要在 0 到 {limit} 之间")


def _check_place(clean: Mapping[str, Any], both: Mapping[str, Any]) -> None:
    division, town = both["division"], both["town"]
    if "division" in clean and division not in divisions.county_codes():
        raise _no("division", "请选一个区县")
    if ("town" in clean or "division" in clean) and town:
        known = divisions.town(town)
        if known is None or division not in (known.division, known.zone):
            raise _no("town", f"{divisions.town_label(town)}不在{divisions.label(division)}")


def _check_level(clean: Mapping[str, Any], both: Mapping[str, Any]) -> None:
    # Only the classification of 2012 knows 较重.
    if "hazard_level" in clean or "hazard_scheme" in clean:
        if both["hazard_level"] == "heavier" and both["hazard_scheme"] == "2021":
            raise _no("hazard_level", "2021 年分类没有“较重”，请选严重或一般")
        if both["hazard_level"] and not both["hazard_scheme"]:
            raise _no("hazard_scheme", "请选按哪一年的分类定级")


def _no(field: str, message: str) -> Refused:
    return Refused(f"没有保存：{message}。", field=field)
