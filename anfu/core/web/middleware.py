"""What an action refuses becomes a page (or an API answer) that says why, with status 409; the API says 405 in JSON, too."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from anfu.core.refusal import Refused
from anfu.core.web import errors


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return errors.other_method(request, response) if response.status_code == 405 else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Only refusals are answered here; any other exception goes its way."""
        return errors.of_refusal(request, exception) if isinstance(exception, Refused) else None
