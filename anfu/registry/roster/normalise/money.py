"""Amounts as rosters write them: `132,520.8870(万元人民币)`, `105万`, `50万美元`. Exact, no float."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from anfu.registry.datafiles import read_toml
from anfu.registry.roster.normalise.cells import Unclear
from anfu.registry.roster.normalise.text import WORDS

_FIX = "请写成 500万元 这样的金额"
_SCALES = {
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "千": 10**3,
    "百": 100,
    "": 1,
}
_MAX = 10**16
_AMOUNT = re.compile(
    r"(?P<before>[^\d(.,+-]*)(?P<sign>[+-]?)(?P<number>[\d,]*\.?\d+(?:E\+?\d{1,2})?)"
    r"\(?(?P<scale>亿|千万|百万|十万|万|千|百)?(?P<currency>[^\d()]*)\)?整?"
)
# Most cells under a header that names the unit.
_PLAIN = re.compile(r"[0-9]{1,15}(\.[0-9]{1,8})?")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})*(\.\d+)?|\d+(\.\d+)?(E\+?\d{1,2})?|\.\d+")


def parse_money(text: str, unit: str = "") -> tuple[int, str]:
    """Hundredths of the currency's unit (fen for yuan), and the currency's ISO code.

    `unit` is the unit that the header names; a unit in the cell wins. Parts of a fen are rounded half up.
    Unclear where neither names a unit, where the amount is negative, and for words that are no amount.
    """
    if unit and _PLAIN.fullmatch(text):
        return _hundredths(text, text, *_header_unit(unit))
    match = _AMOUNT.fullmatch("".join(unicodedata.normalize("NFKC", text).split()).upper())
    if not match or not _GROUPED.fullmatch(match["number"]):
        raise Unclear("bad_amount", f"“{text}”不是金额", _FIX)
    if match["sign"] == "-":
        raise Unclear("bad_amount", f"“{text}”是负数", _FIX)
    return _hundredths(text, match["number"].replace(",", ""), *_unit_of(text, match, unit))


def _hundredths(text: str, number: str, scale: int, currency: str) -> tuple[int, str]:
    amount = Decimal(number) * (scale * 100)
    if amount > _MAX:
        raise Unclear("bad_amount", f"“{text}”大得不可能", "请核对金额和单位")
    return int(amount.to_integral_value(ROUND_HALF_UP)), currency


def _unit_of(text: str, match: re.Match[str], unit: str) -> tuple[int, str]:
    after = match["currency"].replace("整", "").replace("圆", "元")
    words = [word for word in (match["before"], after) if word]
    strange = [word for word in words if word not in _currencies()]
    if strange:
        raise Unclear("bad_amount", f"“{text}”里的“{strange[0]}”不是认得的币种或单位", _FIX)
    if match["scale"] or words:
        currency = _currencies()[words[-1]] if words else _header_unit(unit)[1]
        return _SCALES[match["scale"] or ""], currency
    if not unit:
        raise Unclear(
            "no_unit", f"“{text}”没有写单位，分不清是元还是万元", "请写成 500万元，或在表头写明（万元）"
        )
    return _header_unit(unit)


@cache
def _header_unit(unit: str) -> tuple[int, str]:
    scale = next((word for word in _SCALES if word and unit.startswith(word)), "")
    return _SCALES[scale], _currencies().get(unit.removeprefix(scale), "CNY")


@cache
def _currencies() -> dict[str, str]:
    words = read_toml(WORDS)["currency"]
    return {word: code for code, spellings in words.items() for word in spellings}
