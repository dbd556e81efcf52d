"""Demands over the API: read, written, published, joined, and how a group could share out providers."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Status

from anfu.core import clock
from anfu.core.actor import PROVIDER
from anfu.core.api import Problem, permitted
from anfu.core.reading.counted import counted
from anfu.core.refusal import Refused
from anfu.market.actions import joining, placing
from anfu.market.api import asked, schemas, shown
from anfu.market.models import Demand
from anfu.market.queries import seen
from anfu.market.queries.matching import served_by
from anfu.market.queries.sharing import own_member, sharing_for

router = Router(tags=["供需与选择"])


@router.get("/demands", response={200: schemas.DemandPage, 429: Problem}, summary="需求")
@permitted("market.view")
@counted
def demands(request: HttpRequest, after: int = 0) -> dict[str, Any]:
    """Those that one may see, newest first."""
    rows = Demand.objects.visible_to(request.actor).order_by("-pk")  # type: ignore[attr-defined]
    return shown.page(rows.filter(pk__lt=after) if after > 0 else rows, shown.demand)


@router.get(
    "/opportunities", response={200: list[schemas.OpportunityOut], 429: Problem}, summary="还能报价的需求"
)
@permitted("market.offer")
@counted
def opportunities(request: HttpRequest) -> list[dict[str, Any]]:
    """The next to close first, each with why the own institution may not serve it."""
    actor = request.actor  # type: ignore[attr-defined]
    found = list(seen.open_to(actor).open_at(clock.now()).order_by("deadline", "pk")[: shown.LIMIT])
    own = next(iter(actor.own(PROVIDER)), 0)
    why_not = served_by(own, found, request.today)  # type: ignore[attr-defined]
    return [shown.demand(each) | {"why_not": why_not[each.pk]} for each in found]


@router.get("/demands/{demand_id}", response=schemas.DemandOut, summary="一条需求")
@permitted("market.view")
def demand(request: HttpRequest, demand_id: int) -> dict[str, Any]:
    """As far as it is this reader's business."""
    return shown.demand(asked.one(Demand.objects.visible_to(request.actor), demand_id))  # type: ignore[attr-defined]


@router.post("/demands", response={201: schemas.DemandOut}, summary="填写需求")
@permitted("market.demand")
def demand_new(request: HttpRequest, body: schemas.DemandIn) -> Status:
    """A draft; publish it to let offers come in."""
    return Status(201, shown.demand(placing.draft(body.wish(), **asked.who(request))))


@router.post("/demands/{demand_id}/publish", response=schemas.DemandOut, summary="发布需求")
@permitted("market.demand")
def demand_publish(request: HttpRequest, demand_id: int, body: schemas.SeenIn) -> dict[str, Any]:
    """From now on it cannot be changed."""
    asked.one(seen.placed_by(request.actor), demand_id)  # type: ignore[attr-defined]
    return shown.demand(placing.publish(demand_id, seen=body.version, **asked.who(request)))


@router.post("/demands/{demand_id}/withdraw", response=schemas.DemandOut, summary="撤回需求")
@permitted("market.demand")
def demand_withdraw(request: HttpRequest, demand_id: int, body: schemas.DemandWithdrawIn) -> dict[str, Any]:
    """Before anything was chosen."""
    asked.one(seen.placed_by(request.actor), demand_id)  # type: ignore[attr-defined]
    return shown.demand(
        placing.withdraw(demand_id, reason=body.reason, seen=body.version, **asked.who(request))
    )


@router.post("/demands/{demand_id}/join", response=schemas.DemandOut, summary="答复联合采购")
@permitted("market.choose")
def join(request: HttpRequest, demand_id: int, body: schemas.JoinIn) -> dict[str, Any]:
    """The own enterprise takes part, or does not."""
    member = asked.member(request, demand_id)
    joining.answer(demand_id, body.agree, seen=body.version, **asked.who(request))
    return shown.demand(member.demand)


@router.get(
    "/demands/{demand_id}/sharing",
    response={200: schemas.SharingOut, 409: Problem},
    summary="联合采购怎么分着做",
)
@permitted("market.view")
def sharing(request: HttpRequest, demand_id: int) -> dict[str, Any]:
    """For whoever gathers the group or takes part: who could take which enterprise. Take it or leave it."""
    actor = request.actor  # type: ignore[attr-defined]
    found = asked.one(Demand.objects.visible_to(actor), demand_id)
    mine = own_member(found, actor)
    if mine is None and found.party_id != actor.party_id:
        raise Http404
    suggestion = sharing_for(found, mine, actor, request.today)  # type: ignore[attr-defined]
    if suggestion is None:
        raise Refused("这条需求没有分着做的建议：只有联合采购才有；开封以后，给还没有选的参加企业看。")
    return shown.sharing(suggestion)
