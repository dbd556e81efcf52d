"""Claims of nominated persons' entries, and returned nominations handed in again, over the API."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema, Status

from anfu.core.api import Body, Problem, permitted
from anfu.core.reading.counted import counted
from anfu.experts.actions import applying, claiming
from anfu.experts.actions.telling import MOST_WORDS
from anfu.experts.models import Claim, Expert

router = Router()
LIMIT = 200


class ClaimIn(Body):
    """Name and identity number as they were nominated."""

    name: str = Field(min_length=1, max_length=40)
    identity: str = Field(min_length=15, max_length=18)


class DecisionIn(Body):
    """Whether the account is the person's; a no says why."""

    approve: bool
    note: str = Field("", max_length=MOST_WORDS)


class ClaimOut(Schema):
    """One claim. `expert` "" for the claimant until it is confirmed."""

    id: int
    expert: str
    username: str
    state: str
    made_at: datetime
    note: str


class ResubmitIn(Body):
    """The edition that the nomination had when it was read."""

    version: str = Field(min_length=1, max_length=80)


class ResubmittedOut(Schema):
    """The nomination as it waits now."""

    code: str
    state: str


@router.get("/expert-claims", response={200: list[ClaimOut], 429: Problem}, summary="待核对的专家账号")
@permitted("experts.review")
@counted
def claims(request: HttpRequest) -> list[dict[str, Any]]:
    """Those on which the actor's office is to decide, the oldest first."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = Claim.objects.visible_to(actor).decided_by(actor).waiting().select_related("expert", "user")
    return [_claim(each) for each in rows[:LIMIT]]


@router.post("/expert-claims", response={201: ClaimOut}, summary="认领自己的专家登记")
@permitted("experts.own")
def claim(request: HttpRequest, body: ClaimIn) -> Status[dict[str, Any]]:
    """Ask for the entry that an office made; it waits for the office that decides on it."""
    made = claiming.claim(body.name, body.identity, actor=request.actor, on=request.today)  # type: ignore[attr-defined]
    return Status(201, _claim(made) | {"expert": ""})


@router.post("/expert-claims/{claim_id}/decide", response=ClaimOut, summary="核对专家账号")
@permitted("experts.review", fresh=True)
def decide(request: HttpRequest, claim_id: int, body: DecisionIn) -> dict[str, Any]:
    """Give the entry to the account, or say no."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    if not Claim.objects.visible_to(actor).decided_by(actor).filter(pk=claim_id).exists():
        raise Http404
    return _claim(claiming.decide(claim_id, body.approve, note=body.note, actor=actor, on=on))


@router.post("/my-claim/withdraw", response=ClaimOut, summary="撤回认领")
@permitted("experts.own")
def withdraw(request: HttpRequest) -> dict[str, Any]:
    """Take the waiting claim back."""
    made = claiming.withdraw(actor=request.actor, on=request.today)  # type: ignore[attr-defined]
    return _claim(made) | {"expert": ""}


@router.post("/experts/{expert_id}/resubmit", response=ResubmittedOut, summary="重新提交被退回的推荐")
@permitted("experts.review")
def resubmit(request: HttpRequest, expert_id: int, body: ResubmitIn) -> dict[str, Any]:
    """Hand a returned nomination in again; somebody else decides."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    if not Expert.objects.visible_to(actor).mended_by(actor).filter(pk=expert_id).exists():
        raise Http404
    made = applying.resubmit(expert_id, seen=body.version, actor=actor, on=on)
    return {"code": made.code, "state": made.state}


def _claim(each: Claim) -> dict[str, Any]:
    told = {name: getattr(each, name) for name in ("state", "made_at", "note")}
    return told | {"id": each.pk, "expert": each.expert.code, "username": each.user.username}
