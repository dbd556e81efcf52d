"""Standing services over the API: what institutions publish without being asked."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from anfu.core.api import Problem, permitted
from anfu.core.reading.counted import counted
from anfu.market.actions import serving
from anfu.market.api import asked, schemas, shown
from anfu.market.queries import seen

router = Router(tags=["供需与选择"])


@router.get("/services", response={200: schemas.StandingServicePage, 429: Problem}, summary="机构的服务项目")
@permitted("market.view")
@counted
def services(request: HttpRequest, after: int = 0) -> dict[str, Any]:
    """What listed institutions published, newest first."""
    rows = seen.services_in_hall().order_by("-pk")
    return shown.page(rows.filter(pk__lt=after) if after > 0 else rows, shown.service)


@router.post("/services", response={201: schemas.StandingServiceOut}, summary="发布服务项目")
@permitted("market.offer")
def service_new(request: HttpRequest, body: schemas.StandingServiceIn) -> Status:
    """Only what the institution may give."""
    data = body.dict()
    lists: dict[str, Any] = {name: tuple(map(str, data.pop(name))) for name in ("kinds", "divisions")}
    return Status(201, shown.service(serving.publish(serving.Package(**data, **lists), **asked.who(request))))
