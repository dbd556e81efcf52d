"""The coverage table as a spreadsheet."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from anfu.core.permissions import needs
from anfu.core.web.shell import requested_day
from anfu.targets.actions.export import take
from anfu.targets.web.workbook import KIND


@needs("targets.view")
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """The city and its divisions, each group, as of the day."""
    actor, on = request.actor, requested_day(request)  # type: ignore[attr-defined]
    data = take(on, actor=actor)
    response = HttpResponse(data, content_type=KIND)
    response["Content-Disposition"] = f'attachment; filename="coverage-{on.isoformat()}.xlsx"'
    return response
