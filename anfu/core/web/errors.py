"""Pages for what did not work: each says what happened, what was kept and what to do."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from anfu.core.refusal import Refused, Stale
from anfu.core.uploads.handler import TooLarge

# What forms carry and nobody types.
_CARRIED = frozenset({"csrfmiddlewaretoken", "_once", "version", "expected", "next"})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request cannot be read; 413 with its sentence where an upload is too large."""
    if not isinstance(exception, TooLarge):
        return _page(request, 400)
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": str(exception)}, status=413)
    return _page(request, 413, "refused", message=str(exception))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but not with this permission."""
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: absent, or someone else's; the two cannot be told apart."""
    return _page(request, 404)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form is older than the session."""
    return _page(request, 403, template="csrf")


def conflict(request: HttpRequest, refusal: Stale) -> HttpResponse:
    """409: someone changed it first; `refusal.changes` are rows of {label, old, new}."""
    typed = [
        value
        for name, values in request.POST.lists()
        if name not in _CARRIED
        for value in values
        if value.strip()
    ]
    return _page(request, 409, message=refusal.message, changes=refusal.changes, typed=typed)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """409: understood, but refused by a rule, with its sentence for the reader."""
    return _page(request, 409, "refused", message=refusal.message)


def of_refusal(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """409 for whatever an action refused, as a page or as the API says it."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": refusal.message}, status=409)
    return conflict(request, refusal) if isinstance(refusal, Stale) else refused(request, refusal)


def told(request: HttpRequest, status: int, message: str) -> HttpResponse:
    """Nothing was done, for the reason given."""
    return _page(request, status, "refused", message=message)


def unfit(request: HttpRequest, message: str) -> HttpResponse:
    """422: text that cannot be kept."""
    return _page(request, 422, "refused", message=message)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: the page needs nothing from the database, which may be what failed."""
    return _page(request, 500)


def _page(request: HttpRequest, status: int, template: str = "", **context: Any) -> HttpResponse:
    return render(request, f"core/errors/{template or status}.html", context, status=status, using="jinja2")
