import re
import unicodedata
from datetime import date, timedelta

from anfu.registry.roster.normalise.cells import Unclear

FIRST_YEAR, LAST_YEAR = 1900, 2100
_FIX = "请写成 1994-02-24 这样的日期"
_TIME = r"(?:[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_SPELLINGS = (
    re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
# Days since 1899-12-30, as spreadsheets count; five digits reach from 1927 to 2099.
_SERIAL = re.compile(r"([1-7]\d{4})(?:\.\d+)?")
_SERIAL_START = date(1899, 12, 30)


def parse_date(text: str) -> date:
    """A day in one of the usual spellings. Two-digit years are refused: nobody can know the century."""
    plain = unicodedata.normalize("NFKC", text).strip()
    for spelling in (plain, plain.replace(" ", "")):
        for pattern in _SPELLINGS:
            if match := pattern.fullmatch(spelling):
                return _day(text, *map(int, match.groups()))
    if match := _SERIAL.fullmatch(plain):
        return _SERIAL_START + timedelta(days=int(match[1]))
    raise _unclear(text, plain)


def _day(text: str, year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unclear("bad_date", f"“{text}”的年份不可能", _FIX)
    try:
        return date(year, month, day)
    except ValueError:
        raise Unclear("bad_date", f"“{text}”不是日期", _FIX) from None


def _unclear(text: str, plain: str) -> Unclear:
    if re.fullmatch(r"\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?", plain):
        return Unclear("two_digit_year", f"“{text}”的年份只有两位，分不清是哪个世纪", _FIX)
    if re.fullmatch(r"\d{4}[-/.年]?(\d{1,2}月?)?年?", plain):
        return Unclear("bad_date", f"“{text}”没有写到日", _FIX)
    return Unclear("bad_date", f"“{text}”不是日期", _FIX)
