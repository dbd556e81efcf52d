"""What is done with a relation from its page."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from anfu.core import uploads
from anfu.core.editions import seen_in
from anfu.core.permissions import needs
from anfu.core.refusal import Refused
from anfu.engagements import actions
from anfu.engagements.actions.starting import confirm_start
from anfu.engagements.forms import EvidenceForm, StartForm
from anfu.engagements.models import Engagement
from anfu.engagements.views.one import shown


@needs("engagements.record")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The relation ends before its time."""
    _must_be_visible(request, pk)
    try:
        last_day = date.fromisoformat(request.POST.get("last_day", ""))
    except ValueError:
        raise Refused("没有终止：请选服务的最后一天。", field="last_day") from None
    actions.end(pk, last_day=last_day, reason=request.POST.get("reason", ""), **_who(request))
    messages.success(request, f"已终止：服务到 {last_day} 为止")
    return redirect("engagements:engagement", pk)


@needs("engagements.record")
@require_POST
def retract(request: HttpRequest, pk: int) -> HttpResponse:
    """It was recorded by mistake."""
    _must_be_visible(request, pk)
    actions.retract(pk, reason=request.POST.get("reason", ""), **_who(request))
    messages.success(request, "已撤回登记，这份合同不再计入覆盖")
    return redirect("engagements:engagement", pk)


@needs("engagements.record")
@require_POST
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """The contract as a file."""
    _must_be_visible(request, pk)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return shown(request, pk, form, status=422)
    upload = form.cleaned_data["file"]
    try:
        stored = uploads.take(upload, name=upload.name, actor=request.actor)  # type: ignore[attr-defined]
    except Refused as refusal:
        form.add_error("file", refusal.message)
        return shown(request, pk, form, status=422)
    actions.attach(pk, stored, **_who(request))
    messages.success(request, f"已附上 {stored.name}")
    return redirect("engagements:engagement", pk)


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "seen": seen_in(request)}  # type: ignore[attr-defined]


def _must_be_visible(request: HttpRequest, pk: int) -> None:
    if not Engagement.objects.visible_to(request.actor).filter(pk=pk).exists():  # type: ignore[attr-defined]
        raise Http404


@needs("engagements.record")
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper shows that a relation recorded late had begun before."""
    _must_be_visible(request, pk)
    form = StartForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Refused(
            "没有确认：" + "；".join(str(words) for errors in form.errors.values() for words in errors)
        )
    upload = form.cleaned_data["file"]
    stored = uploads.take(upload, name=upload.name, actor=request.actor)  # type: ignore[attr-defined]
    confirm_start(pk, stored, reason=form.cleaned_data["reason"], **_who(request))
    messages.success(request, "已按合同写明的日期计入覆盖，“补签”的标记留着")
    return redirect("engagements:engagement", pk)
