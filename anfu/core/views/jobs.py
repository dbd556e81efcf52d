"""Long work and how far it is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from anfu.core.jobs.queries import visible_to
from anfu.core.permissions import needs
from anfu.core.web.pages import Order, page_of


@needs("core.view_jobs")
@require_GET
def job_list(request: HttpRequest) -> HttpResponse:
    """One's long work, newest first."""
    page = page_of(visible_to(request.actor), Order("pk", descending=True), request.GET)  # type: ignore[attr-defined]
    return render(request, "core/jobs.html", {"page": page})


@needs("core.view_jobs")
@require_GET
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """One job; asked again by the page itself while it runs."""
    found = get_object_or_404(visible_to(request.actor), pk=pk)  # type: ignore[attr-defined]
    template = "core/_job.html" if request.headers.get("HX-Request") else "core/job.html"
    return render(request, template, {"job": found})
