"""Every route asks for a permission. `needs` wraps a view; what no view wraps, the route table refuses.

Behind the permission, a write is one transaction with one effect: see `writes`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from anfu.core.writes import whole_write

PUBLIC = "public"
SAFE = ("GET", "HEAD", "OPTIONS")


class ProofTooOld(PermissionDenied):
    """The act asks who is there anew: the page sends to the proof and back, the API says so."""


def prove(request: HttpRequest) -> None:
    """ProofTooOld unless the person proved within the last minutes who they are; `people.signin` sets the mark."""
    if not getattr(request, "proved", False):
        raise ProofTooOld


def needs(
    permission: str, *, fresh: bool = False, whole: bool = True, shown_once: bool = False
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """The view answers only actors with the permission; strangers are asked to sign in, others get 403.

    `fresh`: what it writes is sensitive, so whoever sends it must have proved within five minutes who they are.
    `whole` off: its answers and what is typed are secrets (codes, passwords), so nothing of them is kept under a key.
    `shown_once`: its answer holds a secret, which is told once: the key is kept, the answer is not.
    """

    def wrap(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if permission != PUBLIC and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if permission != PUBLIC and not request.actor.may(permission):  # type: ignore[attr-defined]
                raise PermissionDenied
            if fresh and request.method not in SAFE:
                prove(request)
            if permission == PUBLIC or not whole:
                return view(request, *args, **kwargs)
            return whole_write(request, lambda: view(request, *args, **kwargs), shown_once=shown_once)

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.fresh = fresh  # type: ignore[attr-defined]
        return guarded

    return wrap
