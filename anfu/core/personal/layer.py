"""The one way to show a value of a field."""

from anfu.core.masks import MASKS
from anfu.core.personal.classes import personal_of


def masked(model: str, field: str, text: str) -> str:
    """The value as everybody is shown it: masked where the field is about persons, else as it is."""
    mask = personal_of(model).get(field)
    return MASKS[mask](text) if mask else text
