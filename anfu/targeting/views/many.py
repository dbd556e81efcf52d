"""Many findings at once: the preview, then the deed."""

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from anfu.core.permissions import needs
from anfu.core.refusal import Refused
from anfu.core.writes import expect
from anfu.targeting.actions import decide_many, preview
from anfu.targeting.actions.many import VERBS, Preview
from anfu.targeting.forms import DAY, reason_field
from anfu.targeting.lifecycle import FINDING
from anfu.targeting.models import Finding
from anfu.targeting.queries.queue import NAMES, Chosen, chosen_findings

SHOWN = 20


class ManyForm(forms.Form):
    """One reason for all, and how many were shown."""

    valid_from = forms.DateField(label="从哪天起成立", widget=DAY, required=False, help_text="空着就是今天")
    reason = reason_field()
    expected = forms.IntegerField(widget=forms.HiddenInput)


@needs("targeting.decide")
@require_POST
def many(request: HttpRequest, verb: str) -> HttpResponse:
    """Without a reason, what would change; with it, all of it."""
    if verb not in VERBS:
        raise Http404
    chosen, today = _chosen(request), request.today  # type: ignore[attr-defined]
    going = "go" in request.POST
    form = ManyForm(request.POST if going else None, initial={"valid_from": today})
    if going and form.is_valid():
        try:
            done = decide_many(chosen, verb, actor=request.actor, on=today, **form.cleaned_data)  # type: ignore[attr-defined]
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            left = sum(number for _, number in done.refused)
            kept = f"，{left} 条没有动" if left else ""
            messages.success(request, f"{FINDING.step(verb).label} {len(done.ready)} 条{kept}")
            return redirect("targeting:queue")
    return _page(request, verb, preview(chosen, verb, on=today), form, chosen)


def _page(
    request: HttpRequest, verb: str, found: Preview, form: ManyForm, chosen: QuerySet[Finding]
) -> HttpResponse:
    sample = [row["id"] for row in found.ready[:SHOWN]]
    context = {
        "step": FINDING.step(verb),
        "found": found,
        "form": form,
        "sample": chosen.filter(pk__in=sample).select_related("enterprise__organisation").order_by("pk"),
        "hidden": [(name, value) for name in (*NAMES, "pick", "all") for value in request.POST.getlist(name)],
    }
    return render(request, "targeting/many.html", context, status=422 if form.errors else 200)


def _chosen(request: HttpRequest) -> QuerySet[Finding]:
    """The ticked ones, or all that the list's filter finds."""
    actor = request.actor  # type: ignore[attr-defined]
    # The list's form carries both, whichever was meant.
    expect(request, *NAMES, "pick", "on", "sort")
    if request.POST.get("all") == "1":
        return chosen_findings(actor, Chosen.of(request.POST))
    picked = [int(key) for key in request.POST.getlist("pick") if key.isdecimal() and len(key) < 19]
    return Finding.objects.visible_to(actor).filter(pk__in=picked)
