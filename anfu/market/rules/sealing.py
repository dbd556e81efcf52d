"""The seal of an offer: its contents and a salt, hashed. Pure; anybody with the salt can recompute it."""

import hashlib
from collections.abc import Mapping
from typing import Any

from anfu.core.ledger import canonical

# What an offer says, as it is sealed, opened, compared and replayed.
CONTENT = (
    "price_fen", "plan", "visits_per_month", "training_hours", "reports", "drills", "staff", "valid_until", "made_at",
)  # fmt: skip


def seal_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON, in hex."""
    return hashlib.sha256(canonical(dict(content)).encode()).hexdigest()
