"""保留期限: how long each kind of record is kept, what is there, and what the last round did."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from anfu.core.permissions import needs
from anfu.core.retention import report


@needs("core.view_retention")
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """All kinds, with the periods in force today."""
    return render(request, "core/retention.html", {"lines": report.lines(request.today)})  # type: ignore[attr-defined]
