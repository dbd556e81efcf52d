"""The ledger as people read it."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from anfu.core.ledger.queries import visible_to
from anfu.core.models import LedgerEntry
from anfu.core.permissions import needs
from anfu.core.web.pages import Order, page_of


@needs("core.view_ledger")
@require_GET
def ledger_list(request: HttpRequest) -> HttpResponse:
    """Entries, newest first, of the streams that the actor may read."""
    entries = visible_to(request.actor)  # type: ignore[attr-defined]
    for name in ("stream", "verb", "subject"):
        if asked := request.GET.get(name):
            entries = entries.filter(**{name: asked})
    page = page_of(entries, Order("pk", descending=True), request.GET)
    rows = [{"entry": entry, "body": json.loads(entry.body)} for entry in page.rows]
    return render(request, "core/ledger.html", {"page": page, "rows": rows})


@needs("core.view_ledger")
@require_GET
def ledger_entry(request: HttpRequest, stream: str, seq: int) -> HttpResponse:
    """One entry whole, with what its digest covers."""
    entries: Any = visible_to(request.actor)  # type: ignore[attr-defined]
    entry: LedgerEntry = get_object_or_404(entries.select_related("rows"), stream=stream, seq=seq)
    return render(request, "core/ledger_entry.html", {"entry": entry, "body": json.loads(entry.body)})
