"""公示: which institutions ask to be listed, for everybody to read; who signed in may object."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from anfu.core.permissions import PUBLIC, needs
from anfu.core.reading.counted import counted
from anfu.core.web.pages import Order, page_of
from anfu.providers.actions import objecting
from anfu.providers.lifecycle import OBJECT
from anfu.providers.models import Provider
from anfu.providers.queries.publicity import licences_shown, shown_on
from anfu.providers.views.common import actor_of
from anfu.providers.web.papers import qualification_line
from anfu.providers.web.rows import provider_line
from anfu.registry.roster.uscc import clean


@needs(PUBLIC)
@require_GET
@counted
def publicity_list(request: HttpRequest) -> HttpResponse:
    """Those in their days of publicity, the last one to begin first."""
    rows = shown_on(request.today)  # type: ignore[attr-defined]
    page = page_of(rows, Order("pk", True), request.GET)
    context = {"page": page, "rows": [provider_line(each) for each in page]}
    return render(request, "providers/publicity.html", context)


@needs(PUBLIC)
@require_GET
def publicity(request: HttpRequest, uscc: str) -> HttpResponse:
    """What the public may judge it by: who it is, where, and which licences it says it has."""
    found = _shown(request, uscc)
    on = request.today  # type: ignore[attr-defined]
    context = {
        "found": found, "line": provider_line(found),
        "qualifications": [qualification_line(each, on) for each in licences_shown(found)],
        "may_object": actor_of(request).may(OBJECT),
    }  # fmt: skip
    return render(request, "providers/publicity_one.html", context)


@needs(OBJECT)
@require_POST
def object_to(request: HttpRequest, uscc: str) -> HttpResponse:
    """Say why it should not be listed; the office answers."""
    found = _shown(request, uscc)
    text = request.POST.get("reason", "")
    objecting.object_to(uscc, text, actor=actor_of(request), on=request.today)  # type: ignore[attr-defined]
    messages.success(request, "异议已收到，答复以前不会列入目录")
    return redirect("providers:publicity", found.organisation.uscc)


def _shown(request: HttpRequest, uscc: str) -> Provider:
    return get_object_or_404(shown_on(request.today), organisation__uscc=clean(uscc))  # type: ignore[attr-defined]
