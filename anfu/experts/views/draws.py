"""Draws as everybody sees them, their public records, and the program that recomputes them."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from anfu.core.editions import edition_of
from anfu.core.permissions import PUBLIC, needs
from anfu.core.web.pages import Order, page_of
from anfu.experts.draw import written
from anfu.experts.models import Draw
from anfu.experts.queries.draws_stored import record_of
from anfu.experts.web.draw_page import described
from anfu.experts.web.rows import draw_line


@needs(PUBLIC)
@require_GET
def draw_list(request: HttpRequest) -> HttpResponse:
    """Every draw that was frozen once, cancelled ones too; besides, those that one prepares or supervises."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = Draw.objects.visible_to(actor).defer("commit", "sources")
    page = page_of(rows, Order("pk", True), request.GET)
    published = Draw.objects.visible_to(actor).published()
    context = {
        "page": page, "rows": [draw_line(each) for each in page], "may_draw": actor.may("experts.draw"),
        "count": published.count(), "cancelled": published.filter(state="cancelled").count(),
    }  # fmt: skip
    return render(request, "experts/draws.html", context)


@needs(PUBLIC)
@require_GET
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """The commitment at once; sources, choice and answers as they come; names only at the end."""
    found = _visible(request, pk)
    context: dict[str, Any] = described(found, request.actor)  # type: ignore[attr-defined]
    return render(request, "experts/draw.html", context | {"version": edition_of(found)})


@needs(PUBLIC)
@require_GET
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """The public record as a file, byte for byte as it is to be checked."""
    found = _visible(request, pk)
    if found.commit is None:
        raise Http404
    answer = HttpResponse(written(record_of(found)), content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="draw-{found.pk}.json"'
    return answer


@needs(PUBLIC)
@require_GET
def verifier(request: HttpRequest) -> FileResponse:
    """The program, one file for the standard library of Python."""
    beside = Path(settings.PACKAGE).parent / "scripts" / "verify_draw.py"
    path = beside if beside.is_file() else Path(sys.prefix) / "share" / "anfu" / "verify_draw.py"
    return FileResponse(
        path.open("rb"), content_type="text/x-python; charset=utf-8", filename=path.name, as_attachment=True
    )


def _visible(request: HttpRequest, pk: int) -> Draw:
    found: Draw = get_object_or_404(Draw.objects.visible_to(request.actor), pk=pk)  # type: ignore[attr-defined]
    return found
