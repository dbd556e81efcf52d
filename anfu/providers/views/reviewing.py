"""What the office does: decide on papers, compare certificates, answer objections, ask for a sanction."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from anfu.core.permissions import needs
from anfu.core.refusal import Refused
from anfu.providers.actions import certifying, objecting, qualifications, reviewing, sanctions
from anfu.providers.forms import CheckForm, HaltForm, SanctionForm
from anfu.providers.lifecycle import REVIEW, SANCTION
from anfu.providers.models import Objection, Qualification
from anfu.providers.views.common import actor_of, found_or_404, who


@needs(REVIEW)
@require_POST
def accept(request: HttpRequest, uscc: str) -> HttpResponse:
    """The papers are in order: to the public."""
    found_or_404(request, uscc)
    note = request.POST.get("note", "")
    done = reviewing.accept(uscc, note=note, on=request.today, **who(request))  # type: ignore[attr-defined]
    messages.success(request, f"已通过，公示到 {done.publicity_until}")
    return redirect("providers:provider", uscc)


@needs(REVIEW)
@require_POST
def send_back(request: HttpRequest, uscc: str) -> HttpResponse:
    """Back to the institution, with what is wrong."""
    found_or_404(request, uscc)
    reason = request.POST.get("reason", "")
    reviewing.send_back(uscc, reason=reason, on=request.today, **who(request))  # type: ignore[attr-defined]
    messages.success(request, "已退回，机构会看到你写的意见")
    return redirect("providers:provider", uscc)


@needs(REVIEW)
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The result of comparing a licence with its source."""
    code, data = _qualification(request, pk), _valid(CheckForm(request.POST))
    verified = data["verified"] == "yes"
    qualifications.check(pk, verified=verified, source=data["source"], on=request.today, **who(request))  # type: ignore[attr-defined]
    messages.success(request, "已记下核验结果")
    return redirect("providers:provider", code)


@needs(REVIEW)
@require_POST
def halt(request: HttpRequest, pk: int) -> HttpResponse:
    """The licence was suspended, revoked or withdrawn."""
    code = _qualification(request, pk)
    qualifications.halt(pk, **_valid(HaltForm(request.POST)), **who(request))
    messages.success(request, "已登记，相应的业务范围从那天起关闭")
    return redirect("providers:provider", code)


@needs(REVIEW)
@require_POST
def check_people(request: HttpRequest, uscc: str) -> HttpResponse:
    """The ticked certificates of its people were compared with their source."""
    found_or_404(request, uscc)
    data = _valid(CheckForm(request.POST))
    keys = [int(key) for key in request.POST.getlist("pick") if key.isdecimal()]
    done = certifying.check_all(
        uscc, verified=data["verified"] == "yes", source=data["source"], keys=keys,
        actor=actor_of(request), on=request.today,  # type: ignore[attr-defined]
    )  # fmt: skip
    messages.success(request, f"已核验 {done} 张证书")
    return redirect("providers:provider", uscc)


@needs(REVIEW)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an objection."""
    visible = Objection.objects.visible_to(actor_of(request)).select_related("provider__organisation")
    code = get_object_or_404(visible, pk=pk).provider.organisation.uscc
    upheld = request.POST.get("upheld") == "yes"
    objecting.answer(
        pk, upheld=upheld, text=request.POST.get("answer", ""), actor=actor_of(request),
        on=request.today,  # type: ignore[attr-defined]
    )  # fmt: skip
    messages.success(request, "已答复")
    return redirect("providers:provider", code)


@needs(SANCTION)
@require_POST
def sanction(request: HttpRequest, uscc: str) -> HttpResponse:
    """Ask for a suspension or removal; a second person decides."""
    found_or_404(request, uscc)
    data = _valid(SanctionForm(request.POST))
    sanctions.propose(uscc, **data, on=request.today, **who(request))  # type: ignore[attr-defined]
    messages.success(request, "已提请，等另一个人核准")
    return redirect("providers:provider", uscc)


def _qualification(request: HttpRequest, pk: int) -> str:
    visible = Qualification.objects.visible_to(actor_of(request)).select_related("provider__organisation")
    found = get_object_or_404(visible, pk=pk)
    code: str = found.provider.organisation.uscc
    return code


def _valid(form: django_forms.Form) -> dict[str, Any]:
    """What was typed, or Refused with the first thing that is wrong; these forms stand in dialogs of the page."""
    if form.is_valid():
        return form.cleaned_data
    name, wrong = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    raise Refused(f"没有保存。{label}：{wrong[0]}", field=name)
