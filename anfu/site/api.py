"""The typed API under /api/v1: every room's router, one way to sign in, one form of error."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.security import SessionAuth

from anfu import __version__
from anfu.core.approvals.api import router as approvals
from anfu.core.intake.api import router as intakes
from anfu.core.ledger.api import router as ledger
from anfu.core.parameters_api import router as parameters
from anfu.core.refusal import Refused, Stale

api = NinjaAPI(
    title="安服",
    version=__version__,
    description="与网页同一套数据、规则和权限。写操作要带 X-CSRFToken。",
    auth=[SessionAuth()],
    urls_namespace="api",
    docs_url="/docs",
)


@api.exception_handler(Refused)
def refused(request: HttpRequest, exception: Refused | Exception) -> HttpResponse:
    """409 with the sentence, and for a stale write what changed meanwhile."""
    body: dict[str, Any] = {"detail": getattr(exception, "message", "")}
    if isinstance(exception, Stale):
        body["changes"] = exception.changes
    return api.create_response(request, body, status=409)


@api.exception_handler(Http404)
def absent(request: HttpRequest, exception: Http404 | Exception) -> HttpResponse:
    """Foreign and absent things answer alike."""
    return api.create_response(request, {"detail": "没有找到，或者不在你的管辖范围里"}, status=404)


for room in settings.ROOMS:
    if find_spec(f"anfu.{room}.api") and room != "core":
        api.add_router(f"/{room}", import_module(f"anfu.{room}.api").router)
api.add_router("/intakes", intakes)
api.add_router("/approvals", approvals)
api.add_router("/parameters", parameters)
api.add_router("/ledger", ledger)
