"""Pages for what did not work: each says what happened, what was kept and what to do."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from anfu.core.refusal import Refused, Stale
from anfu.core.uploads.handler import TooLarge


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
    return _page(request, 409, message=refusal.message, changes=refusal.changes)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """409: understood, but refused by a rule, with its sentence for the reader."""
    return _page(request, 409, "refused", message=refusal.message)


def unfit(request: HttpRequest, message: str) -> HttpResponse:
    """422: text that cannot be kept."""
    return _page(request, 422, "refused", message=message)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: the page needs nothing from the database, which may be what failed."""
    return _page(request, 500)


def _page(request: HttpRequest, status: int, template: str = "", **context: Any) -> HttpResponse:
    return render(request, f"core/errors/{template or status}.html", context, status=status, using="jinja2")
