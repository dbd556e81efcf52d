"""Many nominations admitted at once: the preview, then the deed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from anfu.core.periods import last_day
from anfu.core.permissions import needs
from anfu.core.refusal import Refused
from anfu.core.writes import expect
from anfu.experts.actions import admitting
from anfu.experts.actions.reviewing import term_from
from anfu.experts.forms import AdmitForm
from anfu.experts.models import Expert
from anfu.experts.queries.experts import ExpertQuerySet
from anfu.experts.views.pool import facets_of, narrowed
from anfu.experts.web.rows import proposed_line

NAMES = ("level", "speciality", "division", "industry", "free", "state", "lot", "q")
SHOWN = 20


@needs("experts.review")
@require_POST
def admit_many(request: HttpRequest) -> HttpResponse:
    """Without a reason, who would come in; with it, all of them."""
    who = {"actor": request.actor, "on": request.today}  # type: ignore[attr-defined]
    chosen = _chosen(request)
    form = AdmitForm(request.POST if "go" in request.POST else None)
    if form.is_valid():
        try:
            made = admitting.admit_many(chosen, **form.cleaned_data, **who)
        except Refused as refusal:
            # Who comes in is shown again, as it is by now.
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            left = sum(len(names) for _, names in made.refused)
            kept = f"，{left} 位没有动" if left else ""
            messages.success(request, f"{len(made.ready)} 位专家入库{kept}")
            return redirect(f"{reverse('experts:expert_list')}?state=submitted")
    return _page(request, form, chosen)


def _page(request: HttpRequest, form: AdmitForm, chosen: ExpertQuerySet) -> HttpResponse:
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    found = admitting.preview(chosen, actor=actor)
    begin, end = term_from(on, on)
    context = {
        "found": found, "form": form, "begin": begin, "last_day": last_day(end), "shown": SHOWN,
        "rows": [proposed_line(each, on) for each in found.ready[:SHOWN]],
        "hidden": [(name, value) for name in (*NAMES, "pick", "all") for value in request.POST.getlist(name)],
    }  # fmt: skip
    return render(request, "experts/admit.html", context, status=422 if form.errors else 200)


def _chosen(request: HttpRequest) -> ExpertQuerySet:
    """The ticked ones, or all that the list's filter finds."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    # The list's form carries both, whichever was meant.
    expect(request, *NAMES, "pick", "on", "sort")
    rows: ExpertQuerySet = Expert.objects.visible_to(actor).decided_by(actor)
    if request.POST.get("all") == "1":
        return narrowed(rows, facets_of(request.POST, actor), request.POST.get("q", "").strip(), on)
    picked = [int(key) for key in request.POST.getlist("pick") if key.isdecimal() and len(key) < 19]
    return rows.filter(pk__in=picked)
