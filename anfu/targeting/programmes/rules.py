"""Whether a programme hits one enterprise on a day: pure, three-valued, a missing fact answers nothing."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from anfu.targeting.programmes.conditions import Condition, ProgrammeTerms


def hits(
    programme: ProgrammeTerms, values: dict[str, Any], grounds: Iterable[str], on: date
) -> tuple[bool | None, tuple[str, ...]]:
    """(answer, fields that are missing). `values`: facts by field name, None or "" where not known."""
    begun = programme.valid_from <= on and (programme.valid_to is None or on < programme.valid_to)
    if not begun or (programme.division and values.get("division") != programme.division):
        return False, ()
    return matches(programme.conditions, values, grounds)


def matches(
    conditions: Iterable[Condition], values: dict[str, Any], grounds: Iterable[str]
) -> tuple[bool | None, tuple[str, ...]]:
    """Whether all conditions hold: (answer, fields that are missing)."""
    held = frozenset(grounds)
    answers = {condition: _holds(condition, values, held) for condition in conditions}
    if False in answers.values():
        return False, ()
    missing = tuple(dict.fromkeys(c.field for c, answer in answers.items() if answer is None))
    return (None, missing) if missing else (True, ())


def _holds(condition: Condition, values: dict[str, Any], grounds: frozenset[str]) -> bool | None:
    wanted: Any = condition.value
    if condition.field == "ground":
        return not grounds.isdisjoint(wanted)
    value = values.get(condition.field)
    if value is None or value == "":
        return None
    match condition.comparison:
        case "in":
            return value in wanted
        case "is":
            return value is wanted
        case "starts_with":
            return any(value.startswith(prefix) for prefix in wanted)
        case "contains":
            return any(word in value for word in wanted)
        case "at_least":
            return value >= wanted
        case _:
            return value <= wanted
