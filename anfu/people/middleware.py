"""Puts the actor and the day on each request; below this, nothing asks who or when."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from anfu.core import clock
from anfu.core.actor import NOBODY, Actor
from anfu.core.web.shell import Seat
from anfu.people.acting import chosen_membership
from anfu.people.actors import actor_of, memberships_of


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = _actor(request)  # type: ignore[attr-defined]
        request.today = clock.today()  # type: ignore[attr-defined]
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    user = request.user
    if not user.is_authenticated:
        return NOBODY
    actor = actor_of(user, chosen_membership(request))
    request.seats = tuple(  # type: ignore[attr-defined]
        Seat(m.pk, m.party.name, m.get_role_display(), m.pk == actor.membership_id)
        for m in memberships_of(user)
    )
    return actor
