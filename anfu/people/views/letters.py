"""邀请函: letters for a whole town, one PDF."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from anfu.core import uploads
from anfu.core.actor import Actor
from anfu.core.jobs.queries import visible_to
from anfu.core.models import Job
from anfu.core.permissions import needs
from anfu.people.letters import job as letters
from anfu.people.queries.members import letters_file
from anfu.registry import divisions


@needs("people.claims")
@require_http_methods(["GET", "POST"])
def letter_list(request: HttpRequest) -> HttpResponse:
    """Towns of the reader, and the letters printed so far."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST":
        site = request.build_absolute_uri("/").rstrip("/")
        made = letters.order(request.POST.get("town", ""), site, actor=actor)
        return redirect("people:letter_job", made.pk)
    jobs = visible_to(actor).filter(kind=letters.KIND).order_by("-pk")[:20]
    return render(
        request,
        "people/letters.html",
        {"towns": _towns(actor), "jobs": jobs, "town_label": divisions.town_label},
    )


@needs("people.claims")
@require_GET
def letter_job(request: HttpRequest, pk: int) -> HttpResponse:
    """How far one's own letters are, and their file."""
    job = _job(request, pk)
    template = "people/_letters.html" if request.headers.get("HX-Request") else "people/letter_job.html"
    return render(request, template, {"job": job, "town": divisions.town_label(job.arguments["town"])})


@needs("people.claims")
@require_GET
def letter_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The PDF, for who ordered it."""
    stored = letters_file(_job(request, pk))
    return uploads.download(stored)


def _job(request: HttpRequest, pk: int) -> Job:
    rows = visible_to(request.actor).filter(kind=letters.KIND, actor_id=request.actor.user_id)  # type: ignore[attr-defined]
    found: Job = get_object_or_404(rows, pk=pk)
    return found


def _towns(actor: Actor) -> list[tuple[str, str]]:
    if actor.towns:
        return [(code, divisions.town_label(code)) for code in sorted(actor.towns)]
    places = [d.code for d in divisions.counties() if actor.covers(d.code)]
    return [
        (t.code, f"{divisions.short_label(t.division)} {t.name}")
        for code in places
        for t in divisions.towns_of(code)
    ]
