"""Each request is counted and leaves one log line under an id of its own."""

import logging
import re
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.core.signals import got_request_exception
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from anfu.core.monitoring import counted
from anfu.core.monitoring.log_lines import request_id

GIVEN = re.compile(r"[0-9a-f]{32}")  # as nginx makes it; anything else might carry what must not be logged
logger = logging.getLogger("anfu.request")


class WatchingMiddleware:
    """Stands outermost, so that it sees what other middleware answers, and the whole time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = request_id.set(_id_of(request))
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            _note(request, response.status_code, time.perf_counter() - began)
            response.headers["X-Request-ID"] = request_id.get()
            return response
        finally:
            request_id.reset(token)


def _id_of(request: HttpRequest) -> str:
    given = request.headers.get("X-Request-ID", "")
    return given if GIVEN.fullmatch(given) else uuid.uuid4().hex


def _note(request: HttpRequest, status: int, took: float) -> None:
    route = counted.route_of(request)
    counted.count(route, request.method, status, took)
    actor = getattr(getattr(request, "actor", None), "user_id", None)
    method = request.method if request.method in counted.METHODS else "other"
    told = {"route": route, "method": method, "status": status, "ms": round(took * 1000, 1), "actor": actor}
    logger.info("answered", extra=told)


@receiver(got_request_exception, dispatch_uid="anfu.unhandled")
def _unhandled(sender: object, request: HttpRequest | None = None, **rest: Any) -> None:
    route = counted.route_of(request) if request else None
    logger.error("unhandled", exc_info=sys.exc_info(), extra={"route": route})
