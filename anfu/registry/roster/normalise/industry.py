import re
import unicodedata

from anfu.registry.industry import Industries, industries
from anfu.registry.roster.normalise.cells import Unclear

_CODED = re.compile(r"([A-T])?(\d{2,4})(\D.*)?")


def parse_industry(text: str, table: Industries | None = None) -> str:
    """A code of any level (`3311`, `C3311`, `C`), a name, or both together, to the code of GB/T 4754-2017."""
    table = table or industries()
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if code := table.code_of_name(plain):
        return code
    upper = plain.upper()
    if upper in table.names:
        return upper
    if match := _CODED.fullmatch(upper):
        return _checked(text, match, table)
    guess = table.containing(plain)
    fix = (
        f"是不是“{guess}”？请填国民经济行业分类（2017）的代码或全名"
        if guess
        else "请填国民经济行业分类（2017）的代码或全名"
    )
    raise Unclear("unknown_industry", f"行业“{text}”不在国民经济行业分类里", fix)


def _checked(text: str, match: re.Match[str], table: Industries) -> str:
    section, code, _ = match.groups()
    if code not in table.names:
        raise Unclear(
            "unknown_industry",
            f"行业代码“{text}”不在国民经济行业分类（2017）里",
            "请核对代码；旧版代码请换成 2017 版",
        )
    if section and table.section_of(code) != section:
        right = table.section_of(code)
        raise Unclear(
            "unknown_industry", f"行业“{text}”的门类与代码不符，{code} 属 {right} 门类", "请核对行业代码"
        )
    return code
