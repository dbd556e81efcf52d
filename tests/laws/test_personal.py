"""Each text field of each model has a class; what is personal has a mask; nothing is declared that does not exist."""

import pytest
from django.apps import apps
from django.db import models

from anfu.core.masks import MASKS
from anfu.core.personal import fields_of

pytestmark = pytest.mark.once

TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)


def own_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m.__module__.startswith("anfu.")]


def texts_of(model: type[models.Model]) -> set[str]:
    fields = model._meta.concrete_fields
    return {f.name for f in fields if isinstance(f, TEXTS) and not f.choices}


def test_T34_every_text_field_has_a_class():
    missing = {m._meta.label: texts_of(m) - set(fields_of(m._meta.label)) for m in own_models()}
    told = {label: fields for label, fields in missing.items() if fields}
    assert told == {}, "declare them in the room's data/fields.toml: public, internal, personal or sensitive"


def test_no_class_is_declared_for_a_field_that_is_not_there():
    extra = {
        m._meta.label: set(fields_of(m._meta.label)) - {f.name for f in m._meta.fields} for m in own_models()
    }
    assert {label: fields for label, fields in extra.items() if fields} == {}


def test_what_is_about_persons_has_a_mask():
    held = [of for m in own_models() for of in fields_of(m._meta.label).values()]
    assert [of for of in held if of.is_personal != (of.mask in MASKS)] == []
    assert any(of.is_personal for of in held)
