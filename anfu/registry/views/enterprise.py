"""一企一档: all that is known about one enterprise, and its facts as a form."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from anfu.core import clock
from anfu.core.editions import seen_in
from anfu.core.permissions import needs
from anfu.core.personal import PURPOSES
from anfu.core.reading.counted import counted
from anfu.core.refusal import Refused, Stale
from anfu.core.web import panels
from anfu.core.web.shell import requested_day
from anfu.registry import divisions, forms, labels
from anfu.registry.actions.create import create
from anfu.registry.actions.facts import set_facts
from anfu.registry.actions.persons import may_reveal
from anfu.registry.models import Enterprise, EnterpriseVersion
from anfu.registry.queries import onepage

AGAIN = "你写的内容留在本页，还没有保存。看过改动，再按一次保存。"


@needs("registry.view_one")
@require_GET
@counted
def enterprise(request: HttpRequest, uscc: str) -> HttpResponse:
    """Everything about it as of the day."""
    actor, on = request.actor, requested_day(request)  # type: ignore[attr-defined]
    found = _found(request, uscc)
    versions = onepage.versions_until(found, on)
    now = versions[-1] if versions else None
    is_in_force = bool(now and (now.valid_to is None or now.valid_to > on))
    context = {
        "enterprise": found,
        "version": now,
        "in_force": is_in_force,
        "facts": onepage.facts(versions),
        "course": onepage.course(versions),
        "purposes": PURPOSES if may_reveal(actor, now) else {},
        "entries": onepage.entries(found, actor),
        "ledger_who": onepage.who,
        "panels": panels.rendered("enterprise", request, found, on),
        "may_edit": actor.may("registry.edit") and is_in_force and on == request.today,  # type: ignore[attr-defined]
        "on": on,
        "divisions": divisions,
        "labels": labels,
        "printed_at": clock.now(),
    }
    return render(request, "registry/enterprise.html", context)


@needs("registry.edit")
@require_http_methods(["GET", "POST"])
def enterprise_edit(request: HttpRequest, uscc: str) -> HttpResponse:
    """The facts as a form. Only what the person changed is written."""
    actor, today = request.actor, request.today  # type: ignore[attr-defined]
    found = _found(request, uscc)
    now = get_object_or_404(EnterpriseVersion.objects.visible_to(actor).current(), enterprise=found)
    if request.method == "GET":
        form = forms.FactsForm(actor, initial=forms.initial_of(now, today))
        return _edit_page(request, found, now, form)
    # What the person saw decides what they changed.
    seen = _seen(request, found) or now
    form = forms.FactsForm(actor, request.POST, initial=forms.initial_of(seen, today))
    if not form.is_valid():
        return _edit_page(request, found, seen, form, status=422)
    try:
        set_facts(
            found,
            form.changes(),
            actor=actor,
            on=form.cleaned_data["on"],
            source=form.cleaned_data["source"],
            expected_version=_expected(request),
        )
    except Stale as stale:
        kept = forms.retyped(request.POST.dict(), now, form.changed_data)
        again = forms.FactsForm(actor, kept, initial=forms.initial_of(now, today))
        return _edit_page(request, found, now, again, stale=stale, status=409)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return _edit_page(request, found, seen, form, status=422)
    messages.success(request, "已保存" if form.changes() else "没有改动，什么都没有写")
    return redirect("registry:enterprise", uscc)


@needs("registry.edit")
@require_http_methods(["GET", "POST"])
def enterprise_new(request: HttpRequest) -> HttpResponse:
    """One enterprise by form."""
    actor, today = request.actor, request.today  # type: ignore[attr-defined]
    data = request.POST if request.method == "POST" else None
    form = forms.NewForm(actor, data, initial=forms.initial_of(None, today))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        facts = {name: typed[name] for name in typed if name not in ("uscc", "on", "source")}
        try:
            made = create(typed["uscc"], facts, actor=actor, on=typed["on"], source=typed["source"])
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            messages.success(request, f"已登记：{made.organisation.name}")
            return redirect("registry:enterprise", made.organisation.uscc)
    return render(request, "registry/enterprise_new.html", {"form": form}, status=422 if form.errors else 200)


def _found(request: HttpRequest, uscc: str) -> Enterprise:
    seen = Enterprise.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    return get_object_or_404(
        seen.select_related("organisation", "merged_into__organisation"), organisation__uscc=uscc
    )


def _expected(request: HttpRequest) -> int:
    key = seen_in(request)
    return int(key) if key.isdecimal() and len(key) < 19 else 0


def _seen(request: HttpRequest, found: Enterprise) -> EnterpriseVersion | None:
    key = request.POST.get("version", "")
    rows = EnterpriseVersion.objects.visible_to(request.actor).filter(enterprise=found)  # type: ignore[attr-defined]
    return rows.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None


def _edit_page(
    request: HttpRequest,
    found: Enterprise,
    version: EnterpriseVersion,
    form: forms.FactsForm,
    *,
    stale: Stale | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "enterprise": found,
        "version": version,
        "form": form,
        "stale": stale,
        "again": AGAIN,
    }
    return render(request, "registry/enterprise_edit.html", context, status=status)
