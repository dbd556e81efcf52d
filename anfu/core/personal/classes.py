"""Which class each text field is of: public, internal, personal (with its mask) or sensitive; each room's data/fields.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps

CLASSES = ("public", "internal", "personal", "sensitive")


@dataclass(frozen=True, slots=True)
class FieldClass:
    """`mask`: how a personal or sensitive value is shown by default, "" for the others."""

    name: str
    mask: str = ""

    @property
    def is_personal(self) -> bool:
        """Whether it is about a person, so that only `reveal` gives it in full."""
        return self.name in ("personal", "sensitive")


@cache
def fields_of(model: str) -> dict[str, FieldClass]:
    """Field -> class, of a model named as `registry.EnterpriseVersion`; fields of choices are codes and need none."""
    room, name = model.split(".")
    declared = _declared(room).get(name, {})
    plain = {f: FieldClass(c) for c in ("public", "internal") for f in declared.get(c, [])}
    held = {f: FieldClass(c, m) for c in ("personal", "sensitive") for f, m in declared.get(c, {}).items()}
    return plain | held


@cache
def personal_of(model: str) -> dict[str, str]:
    """Field -> mask, of those that are about persons."""
    return {field: of.mask for field, of in fields_of(model).items() if of.is_personal}


@cache
def _declared(room: str) -> dict[str, dict[str, dict[str, str]]]:
    path = Path(apps.get_app_config(room).path) / "data" / "fields.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
