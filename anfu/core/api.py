"""What every API route shares: the permission it asks for, who is asked for it, and what a write promises."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Schema
from ninja.decorators import decorate_view
from pydantic import ConfigDict, Field

from anfu.core.permissions import PUBLIC
from anfu.core.web import errors
from anfu.core.writes import whole_write
from anfu.core.writes.whole import READS, UNASKED

PROVE_FIRST = "没有办。这件事要先确认是你本人：请在网页“登录与安全”里确认一次，5 分钟内再试"
F = TypeVar("F", bound=Callable[..., Any])
Run = Callable[..., HttpResponseBase]


class ChangedMeanwhileOut(Schema):
    """What somebody faster did, or one thing before and after; `field` where it is a fact that a change may name."""

    field: str = ""
    label: str
    old: str
    new: str


class WrongFieldOut(Schema):
    """A part of the request that does not fit: where, by which rule, and what is wrong with it."""

    at: str
    rule: str
    said: str


class Problem(Schema):
    """Why a request was not done. `changes` only where it was stale, `fields` only where what was sent does not fit."""

    detail: str
    changes: list[ChangedMeanwhileOut] = []
    fields: list[WrongFieldOut] = []


# The edition that an edit started from; one without it is refused.
Seen = Annotated[str, Field(min_length=1, max_length=64)]


class Body(Schema):
    """What a write takes; a field that it does not know is refused with 422."""

    model_config = ConfigDict(extra="forbid")


def permitted(permission: str, *, fresh: bool = False, shown_once: bool = False) -> Callable[[F], F]:
    """The operation answers only actors with the permission; others get 403, before anything they sent is read.

    Stands below the route decorator. A write is one transaction with one effect for one Idempotency-Key.
    `fresh`: also 403, with the way to it, unless the person proved within five minutes who they are.
    `shown_once`: its answer holds what is told once, for a reason: the key is kept, the answer is not.
    """

    def around(run: Run) -> Run:
        sources = {model.__ninja_param_source__ for model in run.__self__.models}  # type: ignore[attr-defined]
        asked = _form_fields(run)

        @wraps(run)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            if permission == PUBLIC or not request.user.is_authenticated:
                return run(request, **kwargs)  # which asks to sign in, where that is needed
            if not request.actor.may(permission):  # type: ignore[attr-defined]
                return errors.told(request, 403)
            if fresh and not getattr(request, "proved", False):
                return errors.told(request, 403, PROVE_FIRST)
            # A JSON body is read by its own schema, which knows its names.
            if "body" not in sources and (more := _posted(request) - asked):
                return errors.told(request, 422, UNASKED.format(names="、".join(sorted(more))))
            return whole_write(request, lambda: run(request, **kwargs), form=False, shown_once=shown_once)

        return guarded

    def wrap(operation: F) -> F:
        operation.permission = permission  # type: ignore[attr-defined]
        operation.fresh = fresh  # type: ignore[attr-defined]
        return decorate_view(around)(operation)

    return wrap


def _form_fields(run: Run) -> set[str]:
    """The names that an operation takes from a form or as files."""
    models = [m for m in run.__self__.models if m.__ninja_param_source__ in ("form", "file")]  # type: ignore[attr-defined]
    names = [getattr(model, "__ninja_flatten_map__", None) or model.model_fields for model in models]
    return {name for each in names for name in each}


def _posted(request: HttpRequest) -> set[str]:
    if request.method in READS:
        return set()
    if request.content_type != "application/json":
        return {*request.POST, *request.FILES}
    try:
        sent = json.loads(request.body or b"{}")
    except ValueError:
        return {"JSON"}
    return set(sent) if isinstance(sent, dict) else {"JSON"}
