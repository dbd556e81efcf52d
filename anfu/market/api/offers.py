"""An institution's own offers over the API: sealed, receipted, taken back."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from anfu.core.api import Problem, permitted
from anfu.core.reading.counted import counted
from anfu.market.actions import offering
from anfu.market.api import asked, schemas, shown
from anfu.market.models import Offer, OfferVersion
from anfu.market.queries import seen

router = Router(tags=["供需与选择"])


@router.post("/demands/{demand_id}/offer", response={201: schemas.OfferReceiptOut}, summary="报价")
@permitted("market.offer")
def offer(request: HttpRequest, demand_id: int, body: schemas.OfferIn) -> Status:
    """Sealed at once; the answer is the receipt. The platform's time decides whether it came in time."""
    asked.one(seen.open_to(request.actor), demand_id)  # type: ignore[attr-defined]
    made = offering.offer(demand_id, body.bid(), seen=body.version, **asked.who(request))
    return Status(201, shown.receipt(made))


@router.get("/offers", response={200: list[schemas.OfferOut], 429: Problem}, summary="我的报价")
@permitted("market.offer")
@counted
def offers(request: HttpRequest) -> list[dict[str, Any]]:
    """The own institution's, newest first."""
    rows = OfferVersion.objects.visible_to(request.actor).current().select_related("offer")  # type: ignore[attr-defined]
    return [shown.offer(each) for each in rows.order_by("-offer")[: shown.LIMIT]]


@router.post("/offers/{offer_id}/withdraw", response=None, summary="撤回报价")
@permitted("market.offer")
def offer_withdraw(request: HttpRequest, offer_id: int, body: schemas.SeenIn) -> None:
    """Until the deadline."""
    asked.one(Offer.objects.visible_to(request.actor), offer_id)  # type: ignore[attr-defined]
    offering.withdraw(offer_id, seen=body.version, **asked.who(request))
