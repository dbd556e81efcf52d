"""One finding: its words, its state, and the forms that move it."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from anfu.core import uploads
from anfu.core.editions import must_be_given
from anfu.core.permissions import needs
from anfu.core.refusal import Refused, Stale
from anfu.targeting import actions
from anfu.targeting.evidence import marked
from anfu.targeting.forms import ReasonForm, decision_form
from anfu.targeting.lifecycle import FINDING
from anfu.targeting.models import Finding, Strength, Subject
from anfu.targeting.queries.queue import texts_of
from anfu.targeting.web import enterprise_href, state_words, title

DONE = {"confirm": "已确认", "refute": "已判为不成立", "end": "已结束", "take_back": "已撤回决定"}


@needs("targeting.view")
@require_GET
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found, in which words, and who decided what."""
    found = _found(request, pk)
    return render(request, "targeting/finding.html", _shown(request, found))


@needs("targeting.decide")
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """The form of one verb; a stale one comes back with what changed and what was typed."""
    if verb not in DONE:
        raise Http404
    found, today = _found(request, pk), request.today  # type: ignore[attr-defined]
    if request.method == "GET":
        return _form_page(request, found, verb, decision_form(verb, found.mark, today), 200)
    form = decision_form(verb, found.mark, today, request.POST, request.FILES)
    if not form.is_valid():
        return _form_page(request, found, verb, form, 422)
    try:
        _act(request, pk, verb, form)
    except Stale as stale:
        found.refresh_from_db()
        typed = request.POST.copy()
        typed["expected"] = found.mark
        form.data = typed
        return _form_page(request, found, verb, form, 409, stale)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _form_page(request, found, verb, form, 422)
    messages.success(request, f"{DONE[verb]}：{found.enterprise.organisation.name} {title(found)}")
    return redirect("targeting:queue")


@needs("targeting.view")
@require_GET
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """The evidence file, always as a download of its own kind."""
    return uploads.download(_found(request, pk).file)


def _act(request: HttpRequest, pk: int, verb: str, form: ReasonForm) -> None:
    typed = {name: value for name, value in form.cleaned_data.items() if name != "file"}
    must_be_given(typed["expected"])
    upload = form.cleaned_data.get("file")
    if upload is not None:
        typed["file"] = uploads.take(upload, name=upload.name, actor=request.actor)  # type: ignore[attr-defined]
    getattr(actions, verb)(pk, actor=request.actor, on=request.today, **typed)  # type: ignore[attr-defined]


def _form_page(
    request: HttpRequest, found: Finding, verb: str, form: ReasonForm, status: int, stale: Stale | None = None
) -> HttpResponse:
    context = _shown(request, found) | {"form": form, "step": FINDING.step(verb), "stale": stale}
    return render(request, "targeting/decide.html", context, status=status)


def _found(request: HttpRequest, pk: int) -> Finding:
    rows = Finding.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    return get_object_or_404(rows.select_related("enterprise__organisation", "file"), pk=pk)


def _shown(request: HttpRequest, found: Finding) -> dict[str, Any]:
    facts = texts_of([found.enterprise_id]).get(found.enterprise_id, {})
    organisation = found.enterprise.organisation
    return {
        "finding": found,
        "organisation": organisation,
        "href": enterprise_href(organisation.uscc),
        "title": title(found),
        "is_industry": found.subject == Subject.INDUSTRY,
        "strength": Strength(found.strength).label,
        "state": state_words(found),
        "name": marked(facts.get("name") or organisation.name, "name", found.evidence),
        "scope": marked(facts.get("scope") or "", "scope", found.evidence),
        "steps": FINDING.open_to(found, request.actor),  # type: ignore[attr-defined]
    }
