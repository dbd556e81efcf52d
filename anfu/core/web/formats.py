"""How figures, money and days are written on a page. Nothing known is an em dash; zero is 0."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from anfu.core.ledger import words
from anfu.core.money import yuan

NOTHING = "—"
# Unbreakable: a figure never parts from its unit at the end of a line.
GAP = "\u00a0"


def money(fen: int | None) -> str:
    """Whole fen as yuan with its unit: 500000 → 5,000.00 元."""
    return NOTHING if fen is None else f"{yuan(fen)}{GAP}元"


def count(number: int | None, unit: str = "") -> str:
    """A counted number with thousands marks and its unit: 1702, 家 → 1,702 家."""
    if number is None:
        return NOTHING
    return f"{number:,}{GAP}{unit}" if unit else f"{number:,}"


def percent_figure(ratio: Decimal | float | None) -> str:
    """A ratio (0.521) as the bare figure of a percentage (52.1), halves rounded away from zero."""
    if ratio is None:
        return NOTHING
    return f"{(Decimal(str(ratio)) * 100).quantize(Decimal('0.1'), ROUND_HALF_UP)}"


def percent(ratio: Decimal | float | None) -> str:
    """A ratio (0.521) as a percentage with one decimal (52.1%)."""
    return NOTHING if ratio is None else f"{percent_figure(ratio)}%"


def points(change: Decimal | float | None) -> str:
    """A change between two ratios (0.034) in percentage points (+3.4 个百分点)."""
    if change is None:
        return NOTHING
    figure = percent_figure(change)
    sign = "+" if Decimal(figure) > 0 else ""
    return f"{sign}{figure}{GAP}个百分点"


def day(value: date | None) -> str:
    """A day as 2026-11-23; of a moment, its day on the local clock."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        return _local(value).strftime("%Y-%m-%d")
    return value.isoformat()


def moment(value: datetime | None) -> str:
    """A moment on the local clock as 2026-11-23 09:12."""
    return NOTHING if value is None else _local(value).strftime("%Y-%m-%d %H:%M")


def month(value: date | None) -> str:
    """The month of a day as 2026-11."""
    return NOTHING if value is None else value.strftime("%Y-%m")


def period(start: date | None, end: date | None) -> str:
    """Two days as 2026-05-01 至 2027-04-30; without an end, 2026-05-01 起."""
    if start is None and end is None:
        return NOTHING
    if end is None:
        return f"{day(start)}{GAP}起"
    return f"到{GAP}{day(end)}" if start is None else f"{day(start)} 至 {day(end)}"


def remaining(deadline: date | None, on: date) -> str:
    """A deadline seen from a day: 还有 n 天, 今天, 逾期 n 天."""
    if deadline is None:
        return NOTHING
    days = (deadline - on).days
    if days == 0:
        return "今天"
    return f"还有{GAP}{days}{GAP}天" if days > 0 else f"逾期{GAP}{-days}{GAP}天"


def urgency(deadline: date | None, on: date, soon: int = 3) -> str:
    """The kind of status a deadline has on a day: bad when over, warn within `soon` days, else mute."""
    if deadline is None or (deadline - on).days > soon:
        return "mute"
    return "bad" if deadline < on else "warn"


def dash(value: object) -> object:
    """The value itself, or an em dash where nothing is known."""
    return NOTHING if value is None or value == "" else value


def size(count_of_bytes: int | None) -> str:
    """A file's size in KB or MB, one decimal."""
    if count_of_bytes is None:
        return NOTHING
    kilo = count_of_bytes / 1024
    return f"{kilo:,.1f}{GAP}KB" if kilo < 1024 else f"{kilo / 1024:,.1f}{GAP}MB"


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


FILTERS = {
    "money": money,
    "count": count,
    "percent": percent,
    "percent_figure": percent_figure,
    "points": points,
    "day": day,
    "moment": moment,
    "month": month,
    "remaining": remaining,
    "urgency": urgency,
    "dash": dash,
    "size": size,
    "verb": words.verb,
    "thing": words.thing,
    "fact": words.fact,
}
