"""What every API route shares: the permission it asks for, and who is asked for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest
from ninja import Schema
from ninja.errors import HttpError

from anfu.core.permissions import PUBLIC

T = TypeVar("T")
PROVE_FIRST = "没有办。这件事要先确认是你本人：请在网页“登录与安全”里确认一次，5 分钟内再试"


class Problem(Schema):
    """Why a request was not done, as a sentence for the user."""

    detail: str


def permitted(permission: str, *, fresh: bool = False) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """The operation answers only actors with the permission; others get 403. Stands below the route decorator.

    `fresh`: also 403, with the way to it, unless the person proved within five minutes who they are.
    """

    def wrap(operation: Callable[..., T]) -> Callable[..., T]:
        @wraps(operation)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> T:
            if permission != PUBLIC and not request.actor.may(permission):  # type: ignore[attr-defined]
                raise HttpError(403, "你没有这项权限")
            if fresh and not getattr(request, "proved", False):
                raise HttpError(403, PROVE_FIRST)
            return operation(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.fresh = fresh  # type: ignore[attr-defined]
        return guarded

    return wrap
