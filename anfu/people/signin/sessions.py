"""How long a session lives, when its owner last proved to be there, and how sessions end."""

from collections.abc import Collection
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout, user_logged_in, user_logged_out
from django.contrib.sessions.models import Session
from django.dispatch import receiver
from django.http import HttpRequest

from anfu.core import clock
from anfu.core.web.network import address_of
from anfu.people.models import User
from anfu.people.signin import policy

KEY = "signin"
ENDED = "signin_ended"
# `seen` is written once in so many seconds, so that reading pages does not write.
TOUCH_SECONDS = 60
AGENT_LENGTH = 200


@receiver(user_logged_in, dispatch_uid="signin.begin")
def begin(request: HttpRequest, user: User, **_: Any) -> None:
    """A sign-in is complete: the session starts to count, and its owner sees it in the list."""
    now = int(clock.now().timestamp())
    request.session[KEY] = {"began": now, "seen": now, "proved": now}
    if request.session.session_key is None:
        request.session.save()
    agent = str(request.META.get("HTTP_USER_AGENT", ""))[:AGENT_LENGTH]
    UserSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={"user": user, "ip": address_of(request), "user_agent": agent},
    )


@receiver(user_logged_out, dispatch_uid="signin.unlist")
def unlist(request: HttpRequest, **_: Any) -> None:
    """A session that ended leaves the list."""
    UserSession.objects.filter(session_key=request.session.session_key).delete()


def left(request: HttpRequest) -> int:
    """Seconds until the session ends if nothing more is asked for; 0 and less: it is over."""
    mark, now = _mark(request), int(clock.now().timestamp())
    longest = policy.longest_hours(policy.is_official(request.actor)) * 3600  # type: ignore[attr-defined]
    return int(min(mark["seen"] + policy.idle_minutes() * 60, mark["began"] + longest) - now)


def touch(request: HttpRequest) -> None:
    """Something was asked for: the session lives on."""
    mark, now = _mark(request), int(clock.now().timestamp())
    if now - mark["seen"] < TOUCH_SECONDS:
        return
    request.session[KEY] = mark | {"seen": now}
    row = UserSession.objects.filter(session_key=request.session.session_key)
    row.update(last_seen_at=clock.now(), ip=address_of(request))


def proved_lately(request: HttpRequest) -> bool:
    """Whether the person proved within the last five minutes who they are."""
    since = clock.now().timestamp() - _mark(request).get("proved", 0)
    return since < policy.PROOF_SECONDS


def proved(request: HttpRequest) -> None:
    """The person proved it now; the session takes a new number."""
    request.session[KEY] = _mark(request) | {"proved": int(clock.now().timestamp())}
    renumber(request)


def renumber(request: HttpRequest) -> None:
    """A new number for the session, so that one stolen before is worth nothing."""
    old = request.session.session_key
    request.session.cycle_key()
    relist(request, old)


def relist(request: HttpRequest, old: str | None) -> None:
    """The list of sessions follows a number that changed."""
    UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)


def expire(request: HttpRequest) -> None:
    """End the session because its time is over; the sign-in page will say so."""
    logout(request)
    request.session[ENDED] = True


def end(keys: Collection[str]) -> int:
    """End the sessions of these numbers at once; how many there were."""
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def end_all(user_id: int, *, but: str | None = None) -> int:
    """End every session of an account, but the one with that number; how many."""
    rows = UserSession.objects.filter(user_id=user_id).exclude(session_key=but or "")
    return end(list(rows.values_list("session_key", flat=True)))


def _mark(request: HttpRequest) -> dict[str, int]:
    return request.session.get(KEY) or {}
