"""Form widgets with the classes and the accessible names of this interface."""

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

_CLASSES: tuple[tuple[tuple[type[forms.Widget], ...], str], ...] = (
    ((forms.CheckboxSelectMultiple, forms.RadioSelect), "af-choices"),
    ((forms.CheckboxInput,), "form-check-input"),
    ((forms.Select,), "form-select"),
)


def widget_class(widget: forms.Widget) -> str:
    """The class that a widget's element carries."""
    for kinds, name in _CLASSES:
        if isinstance(widget, kinds):
            return name
    return "form-control"


def widget(field: BoundField, extra: str = "") -> SafeString:
    """The field's control, told to assistive technology with its hint and its error."""
    own = field.field.widget.attrs.get("class", "")
    attrs: dict[str, str | bool] = {
        "class": " ".join(filter(None, (widget_class(field.field.widget), own, extra)))
    }
    told = described_by(field)
    if told:
        attrs["aria-describedby"] = told
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)


def described_by(field: BoundField) -> str:
    """The ids of the field's error and hint, error first."""
    ids = [f"{field.auto_id}_error"] if field.errors else []
    return " ".join([*ids, f"{field.auto_id}_hint"] if field.help_text else ids)


def is_tick(field: BoundField) -> bool:
    """Whether the control is a single tick box, whose label stands after it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


def is_group(field: BoundField) -> bool:
    """Whether the control is several boxes under one legend."""
    return isinstance(field.field.widget, forms.CheckboxSelectMultiple | forms.RadioSelect)
