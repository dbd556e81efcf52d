"""What parties and officers do with a contract from its page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from anfu.core.editions import seen_in
from anfu.core.permissions import needs
from anfu.core.refusal import Refused
from anfu.engagements.actions import filing, leaving
from anfu.engagements.actions.confirming import confirm as say_yes
from anfu.engagements.actions.parties import DRAFTING, SIGNING
from anfu.engagements.forms import EndingForm
from anfu.engagements.models import Contract, ContractState
from anfu.engagements.terms import Ending
from anfu.engagements.web.contract_page import seen_by


@needs(SIGNING, fresh=True)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes to the text that was shown, by who proved anew who they are."""
    seen_by(request, pk)
    found = say_yes(pk, digest=request.POST.get("digest", ""), **_who(request))
    said = "双方都已确认，合同生效" if found.state == ContractState.SIGNED else "已确认"
    messages.success(request, said)
    return _back(found)


@needs(SIGNING)
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Walk away before signing."""
    seen_by(request, pk)
    found = leaving.walk_away(pk, reason=request.POST.get("reason", ""), **_who(request))
    messages.success(request, "已放弃签订，对方会收到理由")
    return _back(found)


@needs(DRAFTING)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """No to a change or an early end."""
    seen_by(request, pk)
    found = leaving.drop_proposal(pk, reason=request.POST.get("reason", ""), **_who(request))
    messages.success(request, "已撤下，合同照原来的履行")
    return _back(found)


@needs(SIGNING)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose an early end."""
    seen_by(request, pk)
    form = EndingForm(request.POST)
    if not form.is_valid():
        raise Refused(
            "没有提出：" + "；".join(str(words) for errors in form.errors.values() for words in errors)
        )
    data = form.cleaned_data
    ending = Ending(data["last_day"], data["settlement"], data["reason"])
    leaving.propose_ending(pk, ending, **_who(request))
    messages.success(request, "已提出提前终止，等双方确认")
    return redirect("engagements:contract", pk)


@needs("engagements.record")
@require_POST
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """An officer found that it is none."""
    seen_by(request, pk)
    found = leaving.void(pk, reason=request.POST.get("reason", ""), **_who(request))
    messages.success(request, "已作废，不再计入覆盖")
    return _back(found)


@needs(DRAFTING)
@require_POST
def refile(request: HttpRequest, pk: int) -> HttpResponse:
    """File again what was returned."""
    seen_by(request, pk)
    filing.refile(pk, note=request.POST.get("reason", ""), **_who(request))
    messages.success(request, "已重新报送备案")
    return redirect("engagements:contract", pk)


@needs("engagements.record")
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a filing in, or return it."""
    found = seen_by(request, pk)
    accept = request.POST.get("accept", "") == "1"
    key = request.POST.get("filing", "")
    if not key.isdecimal() or len(key) > 18:
        raise Refused("没有找到这份备案。请刷新后再看。")
    filing.decide(int(key), accept, note=request.POST.get("reason", ""), **_who(request))
    messages.success(request, "已核收备案" if accept else "已退回，双方会收到理由")
    return _back(found)


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "seen": seen_in(request)}  # type: ignore[attr-defined]


def _back(found: Contract) -> HttpResponse:
    return redirect("engagements:contract", found.pk)
