"""What differs between two versions, in words."""

from collections.abc import Collection
from typing import Any, NamedTuple

from anfu.registry import labels, masking
from anfu.registry.models import EnterpriseVersion
from anfu.registry.roster import words
from anfu.registry.roster.fields import FACTS


class Difference(NamedTuple):
    """One fact before and after; "" where it is not known."""

    field: str
    label: str
    old: str
    new: str

    def masked(self) -> "Difference":
        """The same with persons masked."""
        return self._replace(old=masking.field(self.field, self.old), new=masking.field(self.field, self.new))


def differences(old: EnterpriseVersion, new: EnterpriseVersion) -> list[Difference]:
    """The facts that differ, in the order of the fields of a roster."""
    changed = [name for name in FACTS if getattr(old, name) != getattr(new, name)]
    before, after = facts_in_words(old, changed), facts_in_words(new, changed)
    return [Difference(name, labels.field(name), before[name], after[name]) for name in changed]


def facts_in_words(version: EnterpriseVersion, fields: Collection[str] = FACTS) -> dict[str, str]:
    """Field -> its value as people read it."""
    return {name: words.shown(name, _text(getattr(version, name))) for name in fields}


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
