"""Comparing offers, choosing one, and what both sides answer."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from anfu.core.actor import ENTERPRISE, PROVIDER
from anfu.core.editions import seen_in
from anfu.core.permissions import needs
from anfu.core.refusal import Refused
from anfu.market.actions import answering, asking, choosing
from anfu.market.forms import FreeForm
from anfu.market.models import Choice, Demand, FreeAnswer, Member
from anfu.market.queries.viewing import view_now
from anfu.market.rules.comparison import hash_of
from anfu.market.web.comparing import compared
from anfu.market.web.rows import CHOICE_STATUS, demand_line, version_line


@needs("market.choose")
@require_GET
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """The opened offers side by side, in the order of a lot."""
    member = _member(request, pk)
    demand = member.demand
    if demand.closed_at is None:
        raise Refused("还没有截止，报价还封着。截止以后再来比较。")
    view = view_now(demand, member.enterprise, request.today)  # type: ignore[attr-defined]
    standing = demand.choices.standing().filter(enterprise=member.enterprise).first()
    undecided = member.state == "agreed" and demand.state in ("closed", "chosen") and standing is None
    context = {
        "found": demand, "line": demand_line(demand), "offers": compared(view), "version": hash_of(view),
        "undecided": undecided, "standing": standing, "lost": _lost(request, member) if undecided else None,
    }  # fmt: skip
    return render(request, "market/compare.html", context)


@needs("market.choose")
@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """The enterprise's own choice, on its own account."""
    _member(request, pk)
    key = request.POST.get("offer", "")
    if not key.isdecimal() or len(key) > 15:
        raise Refused("请选一份报价。")
    made = choosing.choose(
        pk, int(key), reason=request.POST.get("reason", ""), seen=seen_in(request), **_who(request)
    )
    messages.success(request, "已选定，等机构答复。你看到的比较已经存档，以后可以原样调出来")
    return redirect("market:choice", made.pk)


@needs("market.view")
@require_GET
def choice(request: HttpRequest, pk: int) -> HttpResponse:
    """Who chose whom, when and why; for the enterprise and offices with what was seen at that moment."""
    return _page(request, pk, FreeForm())


@needs("market.choose")
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The enterprise changes its mind before the provider answered."""
    _of(request, pk, "enterprise")
    choosing.take_back(pk, reason=request.POST.get("reason", ""), **_who(request))
    messages.success(request, "已收回，可以重新选")
    return redirect("market:choice", pk)


@needs("market.offer")
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The provider accepts; the contract is drafted."""
    _of(request, pk, "version__offer__provider")
    made = answering.confirm(pk, **_who(request))
    messages.success(request, "已接受，合同草稿已经起草，请双方确认")
    return redirect("engagements:contract", made.contract_id)


@needs("market.offer")
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """The provider does not take it."""
    _of(request, pk, "version__offer__provider")
    answering.decline(pk, reason=request.POST.get("reason", ""), **_who(request))
    messages.success(request, "已答复不接受")
    return redirect("market:choice", pk)


@needs("market.choose")
@require_POST
def tell_freely(request: HttpRequest, pk: int) -> HttpResponse:
    """The private question after signing."""
    _of(request, pk, "enterprise")
    form = FreeForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form, status=422)
    asking.tell(pk, form.cleaned_data["said"], note=form.cleaned_data["detail"], **_who(request))
    messages.success(request, "谢谢。你的答复只有纪检部门能看到")
    return redirect("market:choice", pk)


def _page(request: HttpRequest, pk: int, form: FreeForm, *, status: int = 200) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    rows = Choice.objects.visible_to(actor).select_related(
        "demand", "enterprise__organisation", "version__offer__provider__organisation", "contract"
    )
    found: Choice = get_object_or_404(rows, pk=pk)
    chose, chosen = (bool(actor.own(kind)) for kind in (ENTERPRISE, PROVIDER))
    asked = chose and found.state == "signed" and actor.may("market.choose")
    answered = FreeAnswer.objects.visible_to(actor).filter(choice=found).exists()
    context = {
        "found": found, "line": demand_line(found.demand), "status": CHOICE_STATUS[found.state],
        "offer": version_line(found.version), "form": form, "asks": asked and not answered,
        # Other providers' prices are no business of the one that was chosen.
        "seen": compared(json.loads(found.view), by_names=chose) if not chosen else [],
        "may_take_back": chose and found.state == "waiting" and actor.may("market.choose"),
        "may_answer": chosen and found.state == "waiting" and actor.may("market.offer"), "answered": answered,
    }  # fmt: skip
    return render(request, "market/choice.html", context, status=status)


def _member(request: HttpRequest, pk: int) -> Member:
    actor = request.actor  # type: ignore[attr-defined]
    rows = Member.objects.visible_to(actor).filter(
        demand=pk, enterprise__in=actor.own(ENTERPRISE), state__in=["agreed", "passed"]
    )
    found: Member | None = rows.select_related(
        "demand__closing_entry__rows", "enterprise__organisation"
    ).first()
    if found is None or not Demand.objects.visible_to(actor).filter(pk=pk).exists():
        raise Http404
    return found


def _lost(request: HttpRequest, member: Member) -> Choice | None:
    """The last choice that the institution did not accept, or with which no contract came about."""
    rows = Choice.objects.visible_to(request.actor).filter(  # type: ignore[attr-defined]
        demand=member.demand, enterprise=member.enterprise, state__in=["declined", "left"]
    )
    found: Choice | None = (
        rows.select_related("version__offer__provider__organisation").order_by("-pk").first()
    )
    return found


def _of(request: HttpRequest, pk: int, side: str) -> None:
    """404 unless the choice is one of the actor's own on that side."""
    actor = request.actor  # type: ignore[attr-defined]
    if not Choice.objects.visible_to(actor).filter(pk=pk, **{f"{side}__in": actor.organisations}).exists():
        raise Http404


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "on": request.today}  # type: ignore[attr-defined]
