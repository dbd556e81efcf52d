"""How many days a year an institution's people can be at enterprises (三(五), domain.md g). Pure."""

from collections.abc import Iterable


def capacity_days(days: Iterable[int | None], *, usual: int, share_bp: int) -> int:
    """Whole days a year; each person's own number of working days, or the usual one, times the share in the field."""
    return sum(usual if each is None else each for each in days) * share_bp // 10_000
