"""The ledger as people read it."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from anfu.core.ledger import export as exporting
from anfu.core.ledger import receipts, words
from anfu.core.ledger.queries import visible_to
from anfu.core.models import LedgerEntry
from anfu.core.permissions import needs
from anfu.core.reading.counted import counted
from anfu.core.web.facets import FilterBar, choice_facet
from anfu.core.web.pages import Order, page_of


@needs("core.view_ledger")
@require_GET
@counted
def ledger_list(request: HttpRequest) -> HttpResponse:
    """Entries, newest first, of the streams that the actor may read."""
    entries = visible_to(request.actor)  # type: ignore[attr-defined]
    for name in ("stream", "verb", "subject"):
        if asked := request.GET.get(name):
            entries = entries.filter(**{name: asked})
    room = choice_facet(request.GET, "room", "哪一块", words.rooms(), many=False)
    number = request.GET.get("q", "").strip()
    if room.chosen:
        entries = entries.filter(verb__in=words.verbs_of(room.chosen[0].value))
    if number:
        entries = entries.filter(subject__in=words.subjects(number))
    page = page_of(entries, Order("pk", descending=True), request.GET)
    rows = [{"entry": entry, "body": json.loads(entry.body)} for entry in page.rows]
    context = {
        "page": page,
        "rows": rows,
        "purposes": exporting.PURPOSES,
        "bar": FilterBar((room,)),
        "q": number,
    }
    return render(request, "core/ledger.html", context)


@needs("core.view_ledger")
@require_GET
def ledger_entry(request: HttpRequest, stream: str, seq: int) -> HttpResponse:
    """One entry whole, with what its digest covers."""
    entries: Any = visible_to(request.actor)  # type: ignore[attr-defined]
    entry: LedgerEntry = get_object_or_404(entries.select_related("rows"), stream=stream, seq=seq)
    body, told = json.loads(entry.body), receipts.receipt(entry)
    return render(request, "core/ledger_entry.html", {"entry": entry, "body": body, "proof": told["proof"]})


@needs("core.view_ledger")
@require_GET
def receipt(request: HttpRequest, stream: str, seq: int) -> HttpResponse:
    """The entry with its proof, to keep."""
    entries: Any = visible_to(request.actor)  # type: ignore[attr-defined]
    told = receipts.receipt(get_object_or_404(entries, stream=stream, seq=seq))
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="receipt-{stream}-{seq}.json"'
    return response


@needs("core.view_ledger")
@require_GET
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Every entry in the order of the tree, for ?purpose=; other territories' without their bodies."""
    asked, today = request.GET.get("purpose", ""), request.today  # type: ignore[attr-defined]
    lines = exporting.take(asked, actor=request.actor, on=today)  # type: ignore[attr-defined]
    response = StreamingHttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="ledger.jsonl"'
    return response
