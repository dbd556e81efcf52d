"""A few targeted programmes of counties and departments (二(一)末)."""

from datetime import date
from typing import TypedDict

from anfu.demo.tables import table


class ProgrammeRow(TypedDict):
    name: str
    office: str
    division: str
    conditions: list[list[object]]
    valid_from: date


def programmes(today: date) -> list[ProgrammeRow]:
    """Each begins on the first of a month; conditions are [field, comparison, value]."""
    return [
        {
            "name": row["name"],
            "office": row["office"],
            "division": row["division"],
            "conditions": row["conditions"],
            "valid_from": _months_before(today, row["months_ago"]),
        }
        for row in table("programmes")["programme"]
    ]


def _months_before(today: date, months: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, 1)
