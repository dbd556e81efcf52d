"""What an action refuses becomes a page (or an API answer) that says why, with status 409."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from anfu.core.refusal import Refused
from anfu.core.web import errors


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Only refusals are answered here; any other exception goes its way."""
        return errors.of_refusal(request, exception) if isinstance(exception, Refused) else None
