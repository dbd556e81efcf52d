"""The words for codes of the registry, as pages, exports and forms show them."""

from functools import cache

from anfu.registry.industry import industries
from anfu.registry.models.version import Placement, Status
from anfu.registry.roster import words

SECTORS = {
    "metallurgy": "冶金",
    "nonferrous": "有色",
    "building_materials": "建材",
    "machinery": "机械",
    "light": "轻工",
    "textiles": "纺织",
    "tobacco": "烟草",
    "commerce": "商贸",
}
SIZES = {"large": "大型", "medium": "中型", "small": "小型", "micro": "微型"}
HAZARD_LEVELS = {"severe": "严重", "heavier": "较重", "general": "一般"}
HAZARD_SCHEMES = {"2012": "2012 年分类", "2021": "2021 年分类"}
STATUSES = dict(Status.choices)
PLACEMENTS = dict(Placement.choices)
SCALES = {"yes": "规上", "no": "规下"}
# How quietly or loudly a status is shown.
STATUS_KINDS = {
    "active": "ok",
    "dormant": "mute",
    "suspended": "warn",
    "liquidating": "warn",
    "revoked": "bad",
}


def field(name: str) -> str:
    """The name of a fact: employees -> 从业人员."""
    return "币种" if name == "capital_currency" else words.labels().get(name, name)


def industry(code: str) -> str:
    """金属制品业; the code where the table lacks it, empty for none."""
    return industries().names.get(code, code)


def industry_with_code(code: str) -> str:
    """3311 金属结构制造."""
    return f"{code} {industry(code)}" if code else ""


@cache
def sections() -> dict[str, str]:
    """The twenty sections: C -> 制造业."""
    return {code: name for code, name in industries().names.items() if len(code) == 1}


@cache
def industry_divisions() -> dict[str, str]:
    """The two-digit divisions: 33 -> 金属制品业."""
    return {code: name for code, name in sorted(industries().names.items()) if len(code) == 2}


def find_industries(text: str, limit: int = 20) -> list[tuple[str, str]]:
    """(code, name) of industries whose code begins with the text or whose name holds it, general ones first."""
    part = text.strip().upper()
    if not part:
        return []
    found = [(c, n) for c, n in industries().names.items() if c.startswith(part) or part in n.upper()]
    return sorted(found, key=lambda each: (len(each[0]), each[0]))[:limit]
