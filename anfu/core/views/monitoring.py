"""For machines that watch: is it alive, can it work, how much is there. Nothing of the business is said."""

import hmac

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from anfu.core.monitoring import counted, health
from anfu.core.monitoring.state import State
from anfu.core.permissions import PUBLIC, needs

LOCAL = ("127.0.0.1", "::1")
PASSED_ON = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via")


@needs(PUBLIC)
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """200 while a process answers at all."""
    return JsonResponse({"ok": True})


@needs(PUBLIC)
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200, or 503 with one word: database, migrations, worker, folder."""
    trouble = health.trouble()
    return JsonResponse(
        {"ok": not trouble, **({"why": trouble} if trouble else {})}, status=503 if trouble else 200
    )


@needs(PUBLIC)
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text for who holds ANFU_METRICS_TOKEN, or, embedded, for this machine; 404 for anybody else."""
    if not (_has_token(request) or _is_local(request)):
        raise Http404
    now = CollectorRegistry()
    now.register(State())
    text = generate_latest(counted.registry()) + generate_latest(now)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


def _has_token(request: HttpRequest) -> bool:
    wanted, given = settings.METRICS_TOKEN, request.headers.get("Authorization", "")
    return bool(wanted) and hmac.compare_digest(given.encode(), f"Bearer {wanted}".encode())


def _is_local(request: HttpRequest) -> bool:
    passed_on = any(name in request.headers for name in PASSED_ON)
    return settings.METRICS_LOCAL and request.META.get("REMOTE_ADDR") in LOCAL and not passed_on
