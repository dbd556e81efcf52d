"""Choosing over the API: the comparison, the choice, and the institution's answer."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from anfu.core.actor import ENTERPRISE, PROVIDER
from anfu.core.api import Problem, permitted
from anfu.core.reading.counted import counted
from anfu.core.refusal import Refused
from anfu.market.actions import answering, choosing
from anfu.market.api import asked, schemas, shown
from anfu.market.queries.viewing import view_now
from anfu.market.rules.comparison import hash_of

router = Router(tags=["供需与选择"])


@router.get(
    "/demands/{demand_id}/comparison", response={200: schemas.ComparisonOut, 409: Problem}, summary="比较报价"
)
@permitted("market.choose")
def comparison(request: HttpRequest, demand_id: int) -> dict[str, Any]:
    """The opened offers in the order of a lot; refused before the deadline."""
    member = asked.member(request, demand_id)
    if member.demand.closed_at is None or member.state not in ("agreed", "passed"):
        raise Refused("还没有截止，报价还封着。截止以后再来比较。")
    view = view_now(member.demand, member.enterprise, request.today)  # type: ignore[attr-defined]
    return {"view": view, "version": hash_of(view)}


@router.post("/demands/{demand_id}/choose", response={201: schemas.ChoiceOut}, summary="选择机构")
@permitted("market.choose")
def choose(request: HttpRequest, demand_id: int, body: schemas.ChooseIn) -> Status:
    """The own enterprise's choice; what was seen is frozen."""
    asked.member(request, demand_id)
    made = choosing.choose(demand_id, body.offer, reason=body.reason, seen=body.version, **asked.who(request))
    return Status(201, shown.choice(made))


@router.get("/choices", response={200: list[schemas.ChoiceOut], 429: Problem}, summary="选择记录")
@permitted("market.view")
@counted
def choices(request: HttpRequest) -> list[dict[str, Any]]:
    """Those that one may see, newest first."""
    return [shown.choice(each) for each in asked.choices(request).order_by("-pk")[: shown.LIMIT]]


@router.get("/choices/{choice_id}", response=schemas.ChoiceOut, summary="一次选择")
@permitted("market.view")
def choice(request: HttpRequest, choice_id: int) -> dict[str, Any]:
    """Who chose whom, when and why."""
    return shown.choice(asked.one(asked.choices(request), choice_id))


@router.post("/choices/{choice_id}/confirm", response=schemas.ChoiceOut, summary="接受被选")
@permitted("market.offer")
def confirm(request: HttpRequest, choice_id: int) -> dict[str, Any]:
    """The contract is drafted from the offer; both sides sign it apart."""
    asked.one(
        asked.choices(request).filter(version__offer__provider__in=asked.own(request, PROVIDER)), choice_id
    )
    return shown.choice(answering.confirm(choice_id, **asked.who(request)))


@router.post("/choices/{choice_id}/decline", response=schemas.ChoiceOut, summary="不接受被选")
@permitted("market.offer")
def decline(request: HttpRequest, choice_id: int, body: schemas.ChoiceReasonIn) -> dict[str, Any]:
    """The enterprise may choose another."""
    asked.one(
        asked.choices(request).filter(version__offer__provider__in=asked.own(request, PROVIDER)), choice_id
    )
    return shown.choice(answering.decline(choice_id, reason=body.reason, **asked.who(request)))


@router.post("/choices/{choice_id}/take-back", response=schemas.ChoiceOut, summary="收回选择")
@permitted("market.choose")
def take_back(request: HttpRequest, choice_id: int, body: schemas.ChoiceReasonIn) -> dict[str, Any]:
    """Before the provider answered."""
    asked.one(asked.choices(request).filter(enterprise__in=asked.own(request, ENTERPRISE)), choice_id)
    return shown.choice(choosing.take_back(choice_id, reason=body.reason, **asked.who(request)))
