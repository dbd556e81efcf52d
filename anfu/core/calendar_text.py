"""Reading a year's holidays as an operator types or pastes them."""

import re
from datetime import date

from anfu.core.refusal import Refused

LINE = re.compile(r"^\s*(\d{4}-\d{1,2}-\d{1,2})[\s,，\t]+(放假|上班)[\s,，\t]*(.*?)\s*$")


def parse_days(text: str) -> dict[date, tuple[bool, str]]:
    """`2027-01-01 放假 元旦` a line -> {day: (works, name)}; Refused names the first line that cannot be read."""
    found: dict[date, tuple[bool, str]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            day, works, name = _parse(number, line)
            found[day] = (works, name)
    return found


def _parse(number: int, line: str) -> tuple[date, bool, str]:
    match = LINE.match(line)
    try:
        year, month, day = (int(part) for part in match[1].split("-"))  # type: ignore[index]
        return date(year, month, day), match[2] == "上班", match[3][:40]  # type: ignore[index]
    except (TypeError, ValueError):
        raise Refused(
            f"第 {number} 行“{line.strip()[:30]}”读不懂。要写成：2027-01-01 放假 元旦。什么都没有载入。"
        ) from None
