"""Typing terms: a new contract, and new terms of one that is there."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from anfu.core.actor import ENTERPRISE
from anfu.core.editions import seen_in
from anfu.core.permissions import needs
from anfu.core.web.refusing import done
from anfu.engagements.actions.drafting import draft, propose
from anfu.engagements.actions.parties import DRAFTING, PARTIES, side_of
from anfu.engagements.forms import ContractForm
from anfu.engagements.models import Contract, ContractVersion, Outcome, Source, VersionKind
from anfu.engagements.versions import terms_of
from anfu.engagements.web.contract_page import seen_by


@needs(DRAFTING)
@require_http_methods(["GET", "POST"])
def contract_new(request: HttpRequest) -> HttpResponse:
    """A direct agreement, written down by either party."""
    actor, posted = request.actor, request.method == "POST"  # type: ignore[attr-defined]
    form = ContractForm(request.POST, actor=actor) if posted else _blank(request)

    def act() -> Contract:
        return draft(actor, form.terms(), Source.DIRECT.value)

    if posted and (made := done(form, act)):
        messages.success(request, "已起草，请核对条款后确认")
        return redirect("engagements:contract", made.pk)
    context = {"form": form, "own_is_enterprise": bool(actor.own(ENTERPRISE))}
    return render(request, "engagements/contract_new.html", context, status=422 if posted else 200)


def _blank(request: HttpRequest) -> ContractForm:
    """The form with ?uscc= as the partner, or with the terms of the signed contract ?renews= and the days that follow."""
    actor, asked = request.actor, request.GET.get("renews")  # type: ignore[attr-defined]
    if asked is None:
        return ContractForm(actor=actor, initial={"partner_uscc": request.GET.get("uscc", ""), "plan": ""})
    found = seen_by(request, int(asked) if asked.isdecimal() else 0)
    side = side_of(found, actor)
    if side not in PARTIES or not found.signed_at:
        raise Http404
    now = terms_of(_last_terms(found, outcome=Outcome.AGREED))
    return ContractForm(actor=actor, initial=ContractForm.renewal_of(now, side))


@needs(DRAFTING)
@require_http_methods(["GET", "POST"])
def contract_terms(request: HttpRequest, pk: int) -> HttpResponse:
    """Other terms, which both sides have to confirm."""
    found, actor = seen_by(request, pk), request.actor  # type: ignore[attr-defined]
    if side_of(found, actor) not in PARTIES:
        raise Http404
    now = terms_of(_last_terms(found))
    known: dict[str, Any] = {"actor": actor, "contract": found, "now": now}
    posted = request.method == "POST"
    form = (
        ContractForm(request.POST, **known)
        if posted
        else ContractForm(initial=ContractForm.initial_of(now), **known)
    )

    def act() -> ContractVersion:
        note = form.cleaned_data.get("note", "")
        return propose(pk, form.terms(), actor=actor, seen=seen_in(request), note=note)

    if posted and done(form, act):
        messages.success(request, "已提出新的条款，等双方确认")
        return redirect("engagements:contract", pk)
    version = request.POST.get("version", "") if posted else str(found.edition)
    context = {"form": form, "contract": found, "version": version}
    return render(request, "engagements/contract_new.html", context, status=422 if posted else 200)


def _last_terms(contract: Contract, **which: Outcome) -> ContractVersion:
    return contract.versions.filter(kind=VersionKind.TERMS, **which).order_by("-number")[0]
