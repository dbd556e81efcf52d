"""What people write for levels, places, specialities and industries, to codes. Pure."""

import re
from collections.abc import Mapping

from anfu.experts.models import Level
from anfu.registry.roster.normalise.cells import Unclear

_BETWEEN = r"[\s、,，;；/|]+"
_NO_LIMIT = {"不限", "无", "全部", "各行业", "所有行业"}
_LEVELS = {
    "省": Level.PROVINCE,
    "市": Level.CITY,
    "县": Level.COUNTY,
    "区": Level.COUNTY,
    "区县": Level.COUNTY,
}


def level(text: str) -> str:
    """县级, 县, 区级."""
    plain = re.sub(r"[(（].*?[)）]", "", text).strip().removesuffix("库").removesuffix("级")
    if plain not in _LEVELS:
        raise Unclear("bad_level", f"不认得级别“{text[:20]}”", "请填省级、市级或县级")
    return str(_LEVELS[plain])


def several(text: str, known: Mapping[str, str], label: str, *, most: int) -> str:
    """Codes with commas between, in the order written; `known`: word -> code. A word may hold a comma of its own."""
    if text.strip() in _NO_LIMIT:
        return ""
    one = re.compile(f"({'|'.join(sorted(map(re.escape, known), key=len, reverse=True))})(?={_BETWEEN}|$)")
    rest, found = text.strip(), list[str]()
    while rest:
        word = one.match(rest)
        if word is None:
            raise _unknown(re.split(_BETWEEN, rest)[0], known, label)
        found.append(known[word[1]])
        rest = re.sub(f"^{_BETWEEN}", "", rest[word.end() :])
    codes = list(dict.fromkeys(found))
    if len(codes) > most:
        raise Unclear("too_many", f"{label}写了 {len(codes)} 个，最多 {most} 个", "请留下最主要的")
    return ",".join(codes)


def _unknown(word: str, known: Mapping[str, str], label: str) -> Unclear:
    """The name that is listed last for each code is what the person may write."""
    names = {code: name for name, code in known.items()}
    fix = f"请填这些里的，几个用顿号隔开：{'、'.join(names.values())}"
    return Unclear("unknown_word", f"不认得{label}“{word[:20]}”", fix)
