"""A comparison as the page shows it: the record's own facts, with the names of people looked up beside them."""

from typing import Any

from anfu.engagements.queries.load import names_of
from anfu.market.web.rows import owed_words


def compared(view: dict[str, Any], *, by_names: bool = True) -> list[dict[str, Any]]:
    """The offers of a view; lowest and nearest are marked, which are facts."""
    people = names_of({key for each in view["offers"] for key in each["staff"]}) if by_names else {}
    lowest = min((each["price_fen"] for each in view["offers"]), default=0)
    return [
        each
        | {
            "owed": owed_words(each),
            "names": "、".join(people[key] for key in each["staff"] if key in people),
            "people": len(each["staff"]),
            "papers": "、".join(f"{name} {number} 人" for name, number in each["credentials"].items()),
            "lowest": each["price_fen"] == lowest,
        }
        for each in view["offers"]
    ]
