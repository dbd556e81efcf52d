"""One service relation, and its contract file."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from anfu.core import uploads
from anfu.core.editions import edition_of
from anfu.core.permissions import needs
from anfu.core.web.shell import requested_day
from anfu.engagements.forms import EvidenceForm, StartForm
from anfu.engagements.models import Engagement, Trouble
from anfu.engagements.queries.versions import version_behind
from anfu.engagements.web.rows import late_of, lines


@needs("engagements.view")
@require_GET
def engagement(request: HttpRequest, pk: int) -> HttpResponse:
    """What was agreed, its state on the day, and what may be done with it."""
    return shown(request, pk, EvidenceForm())


def shown(request: HttpRequest, pk: int, form: EvidenceForm, *, status: int = 200) -> HttpResponse:
    """The page, with the evidence form as it is now."""
    actor, on = request.actor, requested_day(request)  # type: ignore[attr-defined]
    found = _visible(request, pk)
    signed_here = version_behind(found)
    may_record = actor.may("engagements.record") and not found.retracted_at and on == request.today  # type: ignore[attr-defined]
    may_change = may_record and signed_here is None
    correction = Engagement.objects.visible_to(actor).valid().filter(replaces=found).first()
    context = {
        "on": on,
        "found": found,
        "version": edition_of(found),
        "line": lines([found], on)[0],
        "form": form,
        "may_change": may_change,
        "may_end": may_change and (found.valid_to is None or found.valid_to > on),
        "correction": correction,
        "signed_here": signed_here,
        "late": late_of(found),
        "troubles": Trouble.objects.visible_to(actor).open().filter(engagement=found),
        "may_start": may_record and found.agreed_from is not None and found.start_confirmed_by_id is None,
        "start_form": StartForm(auto_id="start_%s"),
    }
    return render(request, "engagements/one.html", context, status=status)


@needs("engagements.view")
@require_GET
def file(request: HttpRequest, pk: int) -> FileResponse:
    """The contract file, always as a download that no browser runs."""
    return uploads.download(_visible(request, pk).file)


def _visible(request: HttpRequest, pk: int) -> Engagement:
    visible = Engagement.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    found: Engagement = get_object_or_404(
        visible.select_related("enterprise__organisation", "provider", "file", "recorded_by"), pk=pk
    )
    return found
