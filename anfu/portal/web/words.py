"""Codes of the directory as people read them."""

from functools import cache

from anfu.providers.kinds import PersonCredential, ProviderKind, ServiceKind
from anfu.providers.rules.catalogue import catalogue
from anfu.registry.industry import industries

STATES = {"listed": ("ok", "在列"), "suspended": ("warn", "暂停服务"), "removed": ("bad", "已移出目录")}
SETS = {"safety": "评价、检测", "occ_health": "职业卫生"}
NO_GRADE = "还没有评级"
STAFF = {"staff": "专职人员", **dict(PersonCredential.choices)}
KINDS, SERVICES = dict(ProviderKind.choices), dict(ServiceKind.choices)


def line_label(code: str) -> str:
    """`safety:coal` as 煤炭开采业."""
    name, _, line = code.partition(":")
    return next((each.label for each in catalogue().lines if (each.set, each.code) == (name, line)), code)


def lines() -> list[tuple[str, str]]:
    """All lines of business, each under the name of its set."""
    return [
        (f"{each.set}:{each.code}", f"{SETS.get(each.set, each.set)}：{each.label}")
        for each in catalogue().lines
    ]


@cache
def branches_of_trade() -> tuple[tuple[str, str], ...]:
    """The two-digit industries."""
    names = industries().names
    return tuple(
        (code, f"{code} {names[code]}") for code in sorted(names) if len(code) == 2 and code.isdecimal()
    )
