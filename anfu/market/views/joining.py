"""An enterprise's own answers within a demand: to take part, or to choose nobody."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from anfu.core.actor import ENTERPRISE
from anfu.core.editions import seen_in
from anfu.core.permissions import needs
from anfu.market.actions import joining
from anfu.market.models import Member


@needs("market.choose")
@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Take part in a joint demand, or not."""
    _must_be_member(request, pk)
    agree = request.POST.get("agree", "") == "1"
    joining.answer(pk, agree, seen=seen_in(request), **_who(request))
    messages.success(request, "已同意参加" if agree else "已答复不参加")
    return redirect("market:demand", pk)


@needs("market.choose")
@require_POST
def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """None of the offers."""
    _must_be_member(request, pk)
    joining.pass_on(pk, reason=request.POST.get("reason", ""), **_who(request))
    messages.success(request, "已记下：都不选")
    return redirect("market:demand", pk)


def _must_be_member(request: HttpRequest, pk: int) -> None:
    actor = request.actor  # type: ignore[attr-defined]
    rows = Member.objects.visible_to(actor).filter(demand=pk, enterprise__in=actor.own(ENTERPRISE))
    if not rows.exists():
        raise Http404


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "on": request.today}  # type: ignore[attr-defined]
