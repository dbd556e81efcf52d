"""Files of enterprises: at once, or from a job."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from anfu.core import files
from anfu.core.permissions import needs
from anfu.core.web.shell import requested_day
from anfu.registry.actions import export as actions
from anfu.registry.export import Book
from anfu.registry.queries.exports import kept_file, of_actor

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs("registry.export")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The filtered or the ticked rows; many of them become a job whose page has the file."""
    ticked = tuple(request.POST.getlist("pick"))
    picked: tuple[str, ...] = () if request.POST.get("all") else ticked
    on = requested_day(request)
    purpose = request.POST.get("purpose", "")
    wanted = actions.Wanted(request.POST.get("query", "")[:2000], on, purpose, picked)
    made = actions.export(wanted, actor=request.actor)  # type: ignore[attr-defined]
    if not isinstance(made, Book):
        return redirect("registry:export_job", made.pk)
    return HttpResponse(made.data, headers=_headers(actions.file_name(on)))


@needs("registry.export")
@require_GET
def export_job(request: HttpRequest, pk: int) -> HttpResponse:
    """How far one's own export is, and its file."""
    job = get_object_or_404(of_actor(request.actor), pk=pk)  # type: ignore[attr-defined]
    template = "registry/_export.html" if request.headers.get("HX-Request") else "registry/export.html"
    return render(request, template, {"job": job})


@needs("registry.export")
@require_GET
def export_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file that one's own export has made."""
    job = get_object_or_404(of_actor(request.actor), pk=pk)  # type: ignore[attr-defined]
    stored = kept_file(job)
    if stored is None:
        raise Http404
    return FileResponse(files.path(stored).open("rb"), headers=_headers(stored.name))


def _headers(name: str) -> dict[str, Any]:
    return {
        "Content-Type": XLSX,
        "Content-Disposition": content_disposition_header(True, name),
        "X-Content-Type-Options": "nosniff",
    }
