"""Proposals over the API: the same queries and actions as the pages."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError

from anfu.core import approvals
from anfu.core.api import Body, permitted
from anfu.core.approvals.lifecycle import lifecycle_of
from anfu.core.approvals.queries import visible_to
from anfu.core.models import Proposal, ProposalState

router = Router(tags=["核准"])
PERMISSION = "core.view_approvals"
LIMIT = 200
State = Literal["waiting", "approved", "refused", "withdrawn", "expired", "void"]


class ProposedChangeOut(Schema):
    """One thing that changes, in words."""

    label: str
    old: str
    new: str


class ProposalOut(Schema):
    """One proposal. `expires_on`: the last day for a decision; `steps`: what the asker may do with it now."""

    id: int
    kind: str
    subject: str
    title: str
    changes: list[ProposedChangeOut]
    reason: str
    state: str
    state_label: str
    proposer: str
    proposer_office: str
    proposed_at: datetime
    expires_on: date
    decided_by: str | None
    closed_at: datetime | None
    note: str
    steps: list[str]


class ProposalPage(Schema):
    """`after` asks for the next page, null at the end."""

    rows: list[ProposalOut]
    after: int | None


class ApprovalIn(Body):
    """A word to the approval."""

    note: str = Field("", max_length=500)


class RefusalIn(Body):
    """Why not; the proposer reads it."""

    reason: str = Field(min_length=5, max_length=500)


@router.get("", response=ProposalPage, summary="待核准和已办结")
@permitted(PERMISSION)
def proposals(
    request: HttpRequest,
    state: State | None = None,
    after: int | None = None,
    limit: int = Query(50, ge=1, le=LIMIT),
) -> dict[str, Any]:
    """Those that the asker may see, newest first."""
    found = visible_to(_actor(request)).order_by("-pk")
    found = found.filter(state=state) if state else found
    rows = list((found.filter(pk__lt=after) if after else found)[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    return {"rows": [out(each, request) for each in rows], "after": rows[-1].pk if more else None}


@router.get("/{pk}", response=ProposalOut, summary="一件提请")
@permitted(PERMISSION)
def proposal(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One proposal."""
    return out(_found(request, pk), request)


@router.post("/{pk}/approve", response=ProposalOut, summary="核准")
@permitted(PERMISSION, fresh=True)
def approve(request: HttpRequest, pk: int, body: ApprovalIn) -> Any:
    """Carry it out; 409 where what it builds on has changed, and then it is closed as void."""
    _found(request, pk)
    done = approvals.approve(pk, actor=_actor(request), note=body.note)
    if done.state != ProposalState.APPROVED:
        raise HttpError(409, done.note)
    return out(done, request)


@router.post("/{pk}/refuse", response=ProposalOut, summary="不同意")
@permitted(PERMISSION)
def refuse(request: HttpRequest, pk: int, body: RefusalIn) -> dict[str, Any]:
    """Say no, and why."""
    _found(request, pk)
    return out(approvals.refuse(pk, actor=_actor(request), note=body.reason), request)


@router.post("/{pk}/withdraw", response=ProposalOut, summary="撤回提请")
@permitted(PERMISSION)
def withdraw(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Take the own proposal back."""
    _found(request, pk)
    return out(approvals.withdraw(pk, actor=_actor(request)), request)


def out(each: Proposal, request: HttpRequest) -> dict[str, Any]:
    """A proposal as the API gives it to this asker."""
    same = ("kind", "subject", "title", "changes", "reason", "state", "proposer_office", "note")
    times = ("proposed_at", "expires_on", "closed_at")
    steps = lifecycle_of(each).open_to(each, _actor(request))
    return {name: getattr(each, name) for name in (*same, *times)} | {
        "id": each.pk,
        "state_label": ProposalState(each.state).label,
        "proposer": each.proposer.name,
        "decided_by": each.decided_by.name if each.decided_by else None,
        "steps": [step.verb for step in steps],
    }


def _actor(request: HttpRequest) -> Any:
    return request.actor  # type: ignore[attr-defined]


def _found(request: HttpRequest, pk: int) -> Proposal:
    return get_object_or_404(visible_to(_actor(request)), pk=pk)
