"""What an action refuses becomes a page (or an API answer) that says why, with status 409."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

from anfu.core.refusal import Refused, Stale
from anfu.core.web import errors


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Only refusals are answered here; any other exception goes its way."""
        if not isinstance(exception, Refused):
            return None
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": exception.message}, status=409)
        if isinstance(exception, Stale):
            return errors.conflict(request, exception)
        return errors.refused(request, exception)
