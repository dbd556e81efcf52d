"""Rooms on higher floors show their part on a lower room's page without that room knowing them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class Panel:
    """A part of a page: a template and what it shows. `place` is "main", "aside", "tags", "actions" or "timeline"."""

    template: str
    context: Callable[[HttpRequest, Any, date], dict[str, Any] | None]  # None: nothing to show
    place: str = "main"
    order: int = 50


_panels: dict[str, list[Panel]] = {}


def register(page: str, panel: Panel) -> None:
    """Add a panel to a page ("enterprise", "provider"); called in a room's AppConfig.ready."""
    if panel not in _panels.setdefault(page, []):
        _panels[page].append(panel)


def shown(
    page: str, request: HttpRequest, thing: Any, on: date
) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """The panels of a page by place, as (template, context), in order."""
    places: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for panel in sorted(_panels.get(page, []), key=lambda p: p.order):
        context = panel.context(request, thing, on)
        if context is not None:
            places.setdefault(panel.place, []).append((panel.template, context))
    return places


def rendered(page: str, request: HttpRequest, thing: Any, on: date) -> dict[str, list[SafeString]]:
    """The same, each panel as its own template makes it, escaping included."""
    return {
        place: [_rendered(request, template, context) for template, context in parts]
        for place, parts in shown(page, request, thing, on).items()
    }


def _rendered(request: HttpRequest, template: str, context: dict[str, Any]) -> SafeString:
    wrapped = context | {"panel_template": template}
    return mark_safe(render_to_string("core/_panel.html", wrapped, request))  # noqa: S308  # nosec B308 B703
