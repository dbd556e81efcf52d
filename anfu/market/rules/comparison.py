"""What a chooser sees: the opened offers with the facts of the day beside them. Pure, so that it can be replayed."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from anfu.core.ledger import canonical

FORMAT = "anfu-choice-v1"
NO_GRADE = "还没有评级"
SAME_TOWN, SAME_COUNTY, SAME_CITY, ELSEWHERE = (
    "同一镇街",
    "同一县（市、区）",
    "本市其他县（市、区）",
    "市外或不详",
)
OFFERED = (
    "offer", "version", "provider", "uscc", "price_fen", "plan", "visits_per_month", "training_hours", "reports", "drills",
    "staff", "valid_until",
)  # fmt: skip
FACTS = ("place", "past_with_you", "past_here", "grade", "may", "why_not", "credentials")


def distance(enterprise: str, town: str, provider: str, provider_town: str = "") -> str:
    """How far apart two places are, by their division codes; the platform knows no better."""
    if not enterprise or not provider:
        return ELSEWHERE
    if enterprise == provider:
        return SAME_TOWN if town and town == provider_town else SAME_COUNTY
    return SAME_CITY if enterprise[:4] == provider[:4] else ELSEWHERE


def view_of(
    head: Mapping[str, Any], opened: Sequence[Mapping[str, Any]], facts: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """The comparison: offers by lot (the order of their seals, which nobody chose), each with its facts by provider's code."""
    lines = [
        {name: row[name] for name in OFFERED} | {name: facts[row["uscc"]][name] for name in FACTS}
        for row in sorted(opened, key=lambda row: row["seal"])
    ]
    return {"format": FORMAT, **head, "offers": lines}


def hash_of(view: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON, in hex."""
    return hashlib.sha256(canonical(dict(view)).encode()).hexdigest()
