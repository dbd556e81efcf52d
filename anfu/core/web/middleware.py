"""Turns what an action refuses into a page, wherever a view did not answer for itself."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from anfu.core.refusal import Refused, Stale
from anfu.core.web import errors


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """409 for a stale form, 422 for any other refusal; everything else goes on as it came."""
        if isinstance(exception, Stale):
            return errors.conflict(request, exception)
        if isinstance(exception, Refused):
            return errors.unprocessable(request, exception)
        return None
