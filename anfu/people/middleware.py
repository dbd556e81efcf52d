"""Puts the actor and the day on each request; below this, nothing asks who or when."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from anfu.core import clock
from anfu.core.actor import NOBODY
from anfu.people.actors import actor_of


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        request.actor = actor_of(user) if user.is_authenticated else NOBODY  # type: ignore[attr-defined]
        request.today = clock.today()  # type: ignore[attr-defined]
        return self.get_response(request)
