"""What becomes of a demand, from what its members did. Pure."""

from collections.abc import Sequence

UNDECIDED = "undecided"


def outcome(members: Sequence[str], *, offers: int) -> str:
    """The state of a closed demand: closed, chosen, contracted or failed.

    `members`: for each enterprise that takes part its standing choice's state, "passed", or `UNDECIDED`.
    """
    if offers == 0 or not members:
        return "failed"
    if any(each in ("waiting", "confirmed") for each in members):
        return "chosen"
    if UNDECIDED in members:
        return "chosen" if "signed" in members else "closed"
    return "contracted" if "signed" in members else "failed"
