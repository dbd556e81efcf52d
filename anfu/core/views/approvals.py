"""What waits for a second person, and what was decided."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from anfu.core import approvals
from anfu.core.approvals.lifecycle import lifecycle_of
from anfu.core.approvals.queries import visible_to, waiting_for
from anfu.core.models import Proposal, ProposalState
from anfu.core.permissions import needs
from anfu.core.refusal import Refused
from anfu.core.web.pages import Order, page_of

LISTS = {"": "等我核准", "waiting": "全部待核准", "closed": "已办结"}
KINDS = {"waiting": "ask", "approved": "ok", "refused": "bad"}


@needs("core.view_approvals")
@require_GET
def approval_list(request: HttpRequest) -> HttpResponse:
    """What waits for the reader; ?show=waiting everything that waits, ?show=closed what is over."""
    actor, show = request.actor, request.GET.get("show", "")  # type: ignore[attr-defined]
    show = show if show in LISTS else ""
    rows = visible_to(actor) if show else waiting_for(actor)
    if show == "waiting":
        rows = rows.filter(state=ProposalState.WAITING)
    elif show == "closed":
        rows = rows.exclude(state=ProposalState.WAITING)
    page = page_of(rows, Order("pk", descending=True), request.GET)
    context = {"page": page, "show": show, "lists": LISTS, "kinds": KINDS, "label": _label}
    return render(request, "core/approvals.html", context)


@needs("core.view_approvals")
@require_GET
def approval(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal: what changes, who asks, who decided."""
    return _shown(request, _found(request, pk))


@needs("core.view_approvals", fresh=True)
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry it out."""
    return _decide(
        request,
        pk,
        lambda: approvals.approve(pk, actor=request.actor, note=request.POST.get("note", "")),  # type: ignore[attr-defined]
    )


@needs("core.view_approvals")
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no."""
    return _decide(
        request,
        pk,
        lambda: approvals.refuse(pk, actor=request.actor, note=request.POST.get("reason", "")),  # type: ignore[attr-defined]
    )


@needs("core.view_approvals")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the own proposal back."""
    return _decide(request, pk, lambda: approvals.withdraw(pk, actor=request.actor))  # type: ignore[attr-defined]


def _decide(request: HttpRequest, pk: int, act: Callable[[], Proposal]) -> HttpResponse:
    _found(request, pk)
    try:
        done = act()
    except Refused as refusal:
        return _shown(request, _found(request, pk), refusal.message)
    if done.state in (ProposalState.VOID, ProposalState.EXPIRED):
        messages.warning(request, f"没有核准：{done.note}")
    else:
        messages.success(request, f"{ProposalState(done.state).label}：{done.title}")
    return redirect("core:approval", pk)


def _found(request: HttpRequest, pk: int) -> Proposal:
    found: Proposal = get_object_or_404(visible_to(request.actor), pk=pk)  # type: ignore[attr-defined]
    return found


def _label(proposal: Proposal) -> str:
    return approvals.act_of(proposal.kind).label


def _shown(request: HttpRequest, found: Proposal, problem: str = "") -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    lifecycle = lifecycle_of(found)
    step = lifecycle.step("approve")
    waits = found.state == ProposalState.WAITING and actor.may(step.permission)
    context = {
        "proposal": found,
        "label": _label(found),
        "steps": [each.verb for each in lifecycle.open_to(found, actor)],
        "why_not": step.bars(found, actor) if waits else "",
        "kind": KINDS.get(found.state, "mute"),
        "problem": problem,
    }
    return render(request, "core/approval.html", context, status=409 if problem else 200)
