"""Codes of this room as people read them."""

from anfu.providers.kinds import Check
from anfu.providers.models import State
from anfu.registry import divisions

STATUS: dict[str, str] = {
    State.DRAFT: "mute",
    State.SUBMITTED: "ask",
    State.RETURNED: "warn",
    State.PUBLICITY: "info",
    State.LISTED: "ok",
    State.SUSPENDED: "warn",
    State.REMOVED: "bad",
}
CHECKED: dict[str, str] = {Check.CLAIMED: "ask", Check.VERIFIED: "ok", Check.REFUTED: "bad"}


def place_name(code: str) -> str:
    """A county-level division's name; 市外 for none."""
    found = divisions.division(code) if code else None
    return found.name if found else "市外"
