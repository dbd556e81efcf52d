"""Contracts over the API: the parties' drafting and signing, the county's filing."""

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Status

from anfu.core.api import Problem, permitted
from anfu.core.editions import edition_of
from anfu.core.periods import last_day
from anfu.core.reading.counted import counted
from anfu.core.reading.depth import far_enough
from anfu.engagements.actions import filing as filings
from anfu.engagements.actions import leaving
from anfu.engagements.actions.confirming import confirm
from anfu.engagements.actions.drafting import draft, propose
from anfu.engagements.actions.parties import DRAFTING, SIGNING
from anfu.engagements.api import shapes
from anfu.engagements.models import Contract, ContractVersion, Filing, Source
from anfu.engagements.rules.phases import PHASES, phase_on
from anfu.engagements.terms import Ending
from anfu.engagements.versions import said_in
from anfu.engagements.views.contracts.listing import in_state
from anfu.engagements.web.contract_page import seen_by

router = Router(tags=["合同"])
LIMIT = 200
State = Literal["draft", "in_force", "not_begun", "over", "abandoned", "void"]


@router.get("/contracts", response={200: shapes.ContractPage, 429: Problem}, summary="合同列表")
@permitted("engagements.contracts")
@counted
def contracts(
    request: HttpRequest, state: State | None = None, after: int = 0, limit: int = 50
) -> dict[str, Any]:
    """One's own, or those signed in an office's territory, by key."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    rows = Contract.objects.visible_to(actor).select_related("enterprise__organisation", "provider")
    rows = in_state(rows, state, on) if state else rows  # type: ignore[assignment]
    size = max(1, min(limit, LIMIT))
    if after and not state:
        far_enough(lambda most: rows.filter(pk__lte=after)[:most].count(), size=size)
    found = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
    return {
        "rows": [_out(each, request) for each in found[:size]],
        "after": found[size - 1].pk if len(found) > size else None,
    }


@router.get("/contracts/{contract_id}", response=shapes.ContractWholeOut, summary="一份合同")
@permitted("engagements.contracts")
def contract(request: HttpRequest, contract_id: int) -> dict[str, Any]:
    """With all its versions, newest first."""
    found = seen_by(request, contract_id)
    versions = list(
        found.versions.select_related("filing").prefetch_related("confirmations").order_by("-number")
    )
    filed = next((each.filing for each in versions if hasattr(each, "filing")), None)
    return _out(found, request) | {
        "versions": [_version(each) for each in versions],
        "filing": _filing(filed) if filed else None,
    }


@router.post("/contracts", response={201: shapes.ContractOut}, summary="起草合同")
@permitted(DRAFTING)
def begin(request: HttpRequest, body: shapes.TermsIn) -> Status[dict[str, Any]]:
    """A direct agreement, by either of its parties."""
    made = draft(request.actor, body.terms(), Source.DIRECT.value)  # type: ignore[attr-defined]
    return Status(201, _out(made, request))


@router.post("/contracts/{contract_id}/terms", response=shapes.ContractOut, summary="提出新的条款")
@permitted(DRAFTING)
def terms(request: HttpRequest, contract_id: int, body: shapes.TermsProposalIn) -> dict[str, Any]:
    """Of a draft instead of the last ones; of a signed contract as a change that both must confirm."""
    seen_by(request, contract_id)
    propose(contract_id, body.terms.terms(), note=body.note, **_who(request, body.version))
    return _out(seen_by(request, contract_id), request)


@router.post("/contracts/{contract_id}/confirm", response=shapes.ContractOut, summary="确认合同")
@permitted(SIGNING, fresh=True)
def say_yes(request: HttpRequest, contract_id: int, body: shapes.ConfirmIn) -> dict[str, Any]:
    """The own side agrees to the open version; the second yes makes it hold."""
    seen_by(request, contract_id)
    return _out(confirm(contract_id, digest=body.digest, **_who(request, body.version)), request)


@router.post("/contracts/{contract_id}/leave", response=shapes.ContractOut, summary="放弃签订")
@permitted(SIGNING)
def leave(request: HttpRequest, contract_id: int, body: shapes.ContractReasonIn) -> dict[str, Any]:
    """Before both have signed."""
    seen_by(request, contract_id)
    return _out(leaving.walk_away(contract_id, reason=body.reason, **_who(request, body.version)), request)


@router.post("/contracts/{contract_id}/drop", response=shapes.ContractOut, summary="不同意变更")
@permitted(DRAFTING)
def drop(request: HttpRequest, contract_id: int, body: shapes.ContractReasonIn) -> dict[str, Any]:
    """The contract goes on as it was."""
    seen_by(request, contract_id)
    return _out(
        leaving.drop_proposal(contract_id, reason=body.reason, **_who(request, body.version)), request
    )


@router.post("/contracts/{contract_id}/end", response=shapes.ContractOut, summary="提出提前终止")
@permitted(SIGNING)
def end(request: HttpRequest, contract_id: int, body: shapes.EndingIn) -> dict[str, Any]:
    """With its settlement; both must confirm."""
    seen_by(request, contract_id)
    ending = Ending(body.last_day, body.settlement_fen, body.reason)
    leaving.propose_ending(contract_id, ending, **_who(request, body.version))
    return _out(seen_by(request, contract_id), request)


@router.post("/contracts/{contract_id}/void", response=shapes.ContractOut, summary="作废合同")
@permitted("engagements.record")
def void(request: HttpRequest, contract_id: int, body: shapes.ContractReasonIn) -> dict[str, Any]:
    """An officer found that it is none."""
    seen_by(request, contract_id)
    return _out(leaving.void(contract_id, reason=body.reason, **_who(request, body.version)), request)


@router.post("/contracts/{contract_id}/refile", response=shapes.FilingOut, summary="重新报送备案")
@permitted(DRAFTING)
def refile(request: HttpRequest, contract_id: int, body: shapes.ContractReasonIn) -> dict[str, Any]:
    """What was returned and has been mended."""
    seen_by(request, contract_id)
    return _filing(filings.refile(contract_id, note=body.reason, **_who(request, body.version)))


@router.post("/contracts/{contract_id}/filing", response=shapes.FilingOut, summary="核收或退回备案")
@permitted("engagements.record")
def decide(request: HttpRequest, contract_id: int, body: shapes.FilingIn) -> dict[str, Any]:
    """The newest filing of the contract."""
    found = seen_by(request, contract_id)
    waiting = Filing.objects.visible_to(request.actor).filter(version__contract=found).order_by("-pk")  # type: ignore[attr-defined]
    key = waiting.values_list("pk", flat=True).first() or 0
    return _filing(filings.decide(key, body.accept, note=body.note, **_who(request, body.version)))


def _who(request: HttpRequest, version: str) -> dict[str, Any]:
    return {"actor": request.actor, "seen": version}  # type: ignore[attr-defined]


def _out(each: Contract, request: HttpRequest) -> dict[str, Any]:
    on = request.today  # type: ignore[attr-defined]
    phase = phase_on(each.state, each.valid_from, each.valid_to, on)
    names = ("number", "source", "state", "signed_at", "valid_from", "closed_reason")
    return {name: getattr(each, name) for name in names} | {
        "id": each.pk,
        "enterprise_uscc": each.enterprise.organisation.uscc,
        "enterprise_name": each.enterprise.organisation.name,
        "provider_uscc": each.provider.uscc,
        "provider_name": each.provider.name,
        "phase": phase,
        "phase_label": PHASES[phase][0],
        "last_day": last_day(each.valid_to),
        "version": str(each.edition),
    }


def _version(each: ContractVersion) -> dict[str, Any]:
    names = ("number", "kind", "digest", "outcome", "proposed_side", "proposed_at", "note")
    yes = ("side", "office", "role", "at", "method")
    return {name: getattr(each, name) for name in names} | {
        "said": said_in(each),
        "confirmations": [{name: getattr(one, name) for name in yes} for one in each.confirmations.all()],
    }


def _filing(each: Filing) -> dict[str, Any]:
    names = ("state", "basis", "due_on", "note")
    return {name: getattr(each, name) for name in names} | {"id": each.pk, "version": edition_of(each)}
