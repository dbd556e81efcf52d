"""Addresses that differ from the present one by a few parameters: the address holds a list's whole state."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from jinja2 import pass_context
from jinja2.runtime import Context

# A place inside a list has no meaning once the list itself changes.
PLACES = ("after", "before")


def changed(query: QueryDict, changes: dict[str, Any]) -> str:
    """The query string with some parameters set; None or "" takes one away, a list gives several."""
    pairs = [
        (name, value)
        for name, values in query.lists()
        if name not in changes and name not in PLACES
        for value in values
        if value != ""
    ]
    for name, value in changes.items():
        if isinstance(value, list | tuple | set):
            pairs += [(name, str(each)) for each in value]
        elif value not in (None, ""):
            pairs.append((name, str(value)))
    return urlencode(pairs)


@pass_context
def here(context: Context, **changes: Any) -> str:
    """The present page's address with these parameters changed, for the links of a list."""
    request: HttpRequest = context["request"]
    query = changed(request.GET, changes)
    return f"{request.path}?{query}" if query else request.path


@pass_context
def kept(context: Context, *names_set_by_the_form: str) -> SafeString:
    """Hidden inputs that carry the present parameters through a GET form, but those it sets itself."""
    request: HttpRequest = context["request"]
    skipped = (*names_set_by_the_form, *PLACES)
    return format_html_join(
        "",
        '<input type="hidden" name="{}" value="{}">',
        (
            (name, value)
            for name, values in request.GET.lists()
            if name not in skipped
            for value in values
            if value != ""
        ),
    )
