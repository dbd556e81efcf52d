import re
import unicodedata

from anfu.registry.roster.normalise.cells import Unclear

_COUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?(?:人|名|位|个)?")
MAX_COUNT = 2_000_000


def parse_count(text: str, label: str) -> int:
    """A number of people: `63`, `63人`, `1,200`. Words and guesses (`六十余`, `约60`) are refused."""
    match = _COUNT.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    if not match or len(match[1]) > len("2,000,000"):
        raise Unclear("bad_number", f"{label}写作“{text}”，要整数，如 63", "请填整数")
    count = int(match[1].replace(",", ""))
    if count > MAX_COUNT:
        raise Unclear("bad_number", f"{label}“{text}”大得不可能", "请核对人数")
    return count


def parse_degrees(text: str, label: str, low: float, high: float) -> float:
    """Decimal degrees inside the country's range, to six places."""
    plain = unicodedata.normalize("NFKC", text).strip().rstrip("°")
    if not re.fullmatch(r"\d{1,3}(\.\d+)?", plain):
        raise Unclear("bad_position", f"{label}“{text}”不是十进制的度", "请写成 119.647265 这样的度数")
    degrees = round(float(plain), 6)
    if not low <= degrees <= high:
        raise Unclear(
            "bad_position", f"{label}“{text}”不在 {low:g} 到 {high:g} 之间", "请检查经度和纬度是否填反"
        )
    return degrees
