"""Rooms on higher floors show their part on a lower room's page without that room knowing them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Panel:
    """A part of a page: a template and what it shows. `place` is "main", "aside", "tags", "actions" or "timeline"."""

    template: str
    context: Callable[[HttpRequest, Any, date], dict[str, Any] | None]  # None: nothing to show
    place: str = "main"
    order: int = 50


_panels: dict[str, list[Panel]] = {}


def register(page: str, panel: Panel) -> None:
    """Add a panel to a page ("enterprise"); called in a room's AppConfig.ready."""
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
