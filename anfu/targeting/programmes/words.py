"""A programme's conditions as a sentence."""

from anfu.registry.labels import HAZARD_LEVELS, SECTORS, SIZES, STATUSES
from anfu.targeting.models.finding import Subject
from anfu.targeting.programmes.conditions import LABELS, Condition

VALUES = {
    "sector": SECTORS,
    "size_class": SIZES,
    "hazard_level": HAZARD_LEVELS,
    "status": STATUSES,
    "ground": dict(Subject.choices),
}


def described(condition: Condition, places: dict[str, str] | None = None) -> str:
    """`从业人员 ≥ 10 人`; `places` names division and town codes."""
    label, wanted = LABELS[condition.field], condition.value
    if isinstance(wanted, bool):
        return label if wanted else f"非{label}"
    if isinstance(wanted, int):
        return f"{label} {'≥' if condition.comparison == 'at_least' else '≤'} {wanted} 人"
    names = (places or {}) if condition.field in ("division", "town") else VALUES.get(condition.field, {})
    verb = {"in": "是", "starts_with": "以", "contains": "含"}[condition.comparison]
    tail = " 开头" if condition.comparison == "starts_with" else ""
    return f"{label}{verb} {' 或 '.join(names.get(word, word) for word in wanted)}{tail}"
