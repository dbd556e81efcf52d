"""Icons come from one sprite, built from the names listed in web/icons.txt."""

from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

_HIDDEN = SafeString('aria-hidden="true"')
STATUS_ICONS = {
    "ok": "circle-check",
    "warn": "clock-exclamation",
    "bad": "alert-triangle",
    "ask": "help-circle",
    "info": "progress",
    "mute": "circle-dashed",
}


@lru_cache(maxsize=1024)
def icon(name: str, label: str = "", size: int = 0) -> SafeString:
    """One icon. Without a label it is hidden from screen readers: a word stands beside it.

    `size` is one of 0 (follows the text), 18, 20, 24, 32 pixels.
    """
    named = format_html('role="img" aria-label="{}"', label) if label else _HIDDEN
    sized = f" af-i-{size}" if size else ""
    return format_html(
        '<svg class="af-i{}" {}><use href="{}#{}"></use></svg>', sized, named, static("icons.svg"), name
    )
