"""The dated parameters of the rules, as rows and as of a day."""

from datetime import date

from anfu.core.models import Parameter
from anfu.targeting.rules.facts import TERMS, Terms
from anfu.targeting.rules.rows import value_on

PREFIX = "targeting."


def parameter_rows() -> tuple[tuple[str, str, date, int], ...]:
    """Every value ever set, in order of its day: (name without `targeting.`, division or "", day, value)."""
    rows = Parameter.objects.filter(code__in=[PREFIX + name for name in TERMS]).order_by("valid_from")
    found = rows.values_list("code", "division", "valid_from", "value")
    return tuple((code.removeprefix(PREFIX), division, day, value) for code, division, day, value in found)


def terms_on(division: str, on: date) -> Terms:
    """The values in force for a division that day."""
    rows = parameter_rows()
    return Terms(**{name: value_on(rows, name, division, on) for name in TERMS})
