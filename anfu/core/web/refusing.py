"""A form whose action said no: the sentence stands at its field, and what was typed stays."""

from collections.abc import Callable
from typing import Any

from django import forms

from anfu.core.refusal import Refused, Stale


def done(form: forms.Form, act: Callable[[], Any]) -> Any:
    """What the action made, or None where form or action refused; then the form says why."""
    if not form.is_valid():
        return None
    try:
        return act()
    except Stale:
        raise  # it is answered with what somebody else changed meanwhile
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return None
