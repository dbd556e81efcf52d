"""The Jinja2 environment of every page."""

from collections.abc import Callable
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import json_script
from jinja2 import Environment, StrictUndefined

from anfu.core import clock
from anfu.core.web import fields, formats, icons, marked, navigation, query
from anfu.core.web.shell import shell


def environment(**options: Any) -> Environment:
    """Strict about names that do not exist; autoescaping comes on from Django's backend."""
    options |= {
        "undefined": StrictUndefined,
        "extensions": ["jinja2.ext.do"],
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    made = Environment(**options)  # noqa: S701  # nosec B701
    made.filters |= formats.FILTERS
    made.globals |= {**_from_django(), **_of_this_interface()}
    return made


def _from_django() -> dict[str, Callable[..., Any]]:
    return {"static": static, "url": url, "json_block": json_script}


def _of_this_interface() -> dict[str, Any]:
    return {
        "described_by": fields.described_by,
        "here": query.here,
        "icon": icons.icon,
        "is_group": fields.is_group,
        "is_tick": fields.is_tick,
        "kept": query.kept,
        "period": formats.period,
        "pieces": marked.pieces,
        "public_links": navigation.public_links,
        "shell": shell,
        "status_icons": icons.STATUS_ICONS,
        "today": lambda: clock.today(),  # asked anew each time, so that nothing keeps an old one
        "widget": fields.widget,
    }


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page."""
    return reverse(name, args=args or None, kwargs=kwargs or None)
