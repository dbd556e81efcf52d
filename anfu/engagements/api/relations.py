"""Service relations over the API, from the same queries and actions as the pages."""

from datetime import date
from typing import Any, Literal

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema, Status

from anfu.core import clock
from anfu.core.api import Body, Problem, Seen, permitted
from anfu.core.editions import edition_of
from anfu.core.periods import last_day
from anfu.core.reading.counted import counted
from anfu.core.reading.depth import far_enough
from anfu.engagements import actions
from anfu.engagements.models import Engagement, Mode
from anfu.engagements.queries.engagements import STATES, EngagementQuerySet, state_on
from anfu.engagements.web.rows import soon_days
from anfu.providers.kinds import ServiceKind
from anfu.registry.roster.uscc import clean

router = Router(tags=["服务关系"])
LIMIT = 200
State = Literal["in_force", "ending_soon", "not_begun", "expired"]


class EngagementOut(Schema):
    """One relation; `version` goes back with a change, so that a stale one is refused.

    `last_day` is the last day served (null: without end); price in fen. `agreed_from` is not null where it was recorded
    after it began (T12): the day on paper, from which it counts only if an officer confirmed it with evidence.
    """

    id: int
    enterprise_uscc: str
    enterprise_name: str
    provider_uscc: str
    provider_name: str
    mode: str
    kinds: list[str]
    contract_no: str
    signed_on: date | None
    valid_from: date
    last_day: date | None
    price_fen: int | None
    state: str
    state_label: str
    has_evidence: bool
    retracted: bool
    agreed_from: date | None
    start_confirmed: bool
    version: str


class EngagementPage(Schema):
    """`after` asks for the next page, null at the end."""

    rows: list[EngagementOut]
    after: int | None


class EngagementIn(Body):
    """A relation to record."""

    enterprise_uscc: str
    provider_uscc: str
    provider_name: str = ""
    mode: Mode
    kinds: list[ServiceKind] = Field(min_length=1)
    contract_no: str = Field(min_length=1, max_length=60)
    valid_from: date
    last_day: date | None = None
    signed_on: date | None = None
    price_fen: int | None = None


class EngagementEndIn(Body):
    """The last day served, and why it ends early."""

    last_day: date
    reason: str
    version: Seen


class EngagementReasonIn(Body):
    """Why, and the version that was seen."""

    reason: str
    version: Seen


@router.get("/engagements", response={200: EngagementPage, 429: Problem}, summary="服务关系列表")
@permitted("engagements.view")
@counted
def engagements(
    request: HttpRequest,
    on: date | None = None,
    state: State | None = None,
    mode: Mode | None = None,
    enterprise_uscc: str = "",
    after: int = 0,
    limit: int = 50,
) -> dict[str, Any]:
    """Those in the reader's territory that were not retracted, by key."""
    day = clock.known_day(on)
    rows = _visible(request).valid()
    days = soon_days(day)
    rows = rows.in_state(state, day, days) if state else rows
    rows = rows.filter(mode=mode) if mode else rows
    rows = rows.filter(enterprise__organisation__uscc=clean(enterprise_uscc)) if enterprise_uscc else rows
    size = max(1, min(limit, LIMIT))
    if after and not (state or mode or enterprise_uscc):
        far_enough(lambda most: rows.filter(pk__lte=after)[:most].count(), size=size)
    found = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
    page = found[:size]
    return {
        "rows": [_out(each, day, days) for each in page],
        "after": page[-1].pk if len(found) > size else None,
    }


@router.get("/engagements/{engagement_id}", response=EngagementOut, summary="一份服务关系")
@permitted("engagements.view")
def engagement(request: HttpRequest, engagement_id: int) -> dict[str, Any]:
    """One relation, also a retracted one."""
    return _out(_one(request, engagement_id), request.today)  # type: ignore[attr-defined]


@router.post("/engagements", response={201: EngagementOut}, summary="登记服务关系")
@permitted("engagements.record")
def record(request: HttpRequest, body: EngagementIn) -> Status[dict[str, Any]]:
    """Record what enterprise and provider agreed on."""
    given = body.dict(exclude={"enterprise_uscc", "provider_uscc", "kinds"})
    kinds = tuple(kind.value for kind in body.kinds)
    terms = actions.Terms(**given, provider_uscc=clean(body.provider_uscc), kinds=kinds)
    made = actions.record(body.enterprise_uscc, terms, actor=request.actor)  # type: ignore[attr-defined]
    return Status(201, _out(made, request.today))  # type: ignore[attr-defined]


@router.post("/engagements/{engagement_id}/end", response=EngagementOut, summary="终止服务关系")
@permitted("engagements.record")
def end(request: HttpRequest, engagement_id: int, body: EngagementEndIn) -> dict[str, Any]:
    """The relation ends before its time."""
    _one(request, engagement_id)
    actor = request.actor  # type: ignore[attr-defined]
    found = actions.end(
        engagement_id, last_day=body.last_day, reason=body.reason, actor=actor, seen=body.version
    )
    return _out(found, request.today)  # type: ignore[attr-defined]


@router.post("/engagements/{engagement_id}/retract", response=EngagementOut, summary="撤回登记")
@permitted("engagements.record")
def retract(request: HttpRequest, engagement_id: int, body: EngagementReasonIn) -> dict[str, Any]:
    """It was recorded by mistake."""
    _one(request, engagement_id)
    actor = request.actor  # type: ignore[attr-defined]
    found = actions.retract(engagement_id, reason=body.reason, actor=actor, seen=body.version)
    return _out(found, request.today)  # type: ignore[attr-defined]


def _visible(request: HttpRequest) -> EngagementQuerySet:
    visible = Engagement.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    found: EngagementQuerySet = visible.select_related("enterprise__organisation", "provider")
    return found


def _one(request: HttpRequest, engagement_id: int) -> Engagement:
    found: Engagement | None = _visible(request).filter(pk=engagement_id).first()
    if found is None:
        raise Http404
    return found


def _out(each: Engagement, on: date, days: int | None = None) -> dict[str, Any]:
    state = state_on(each.valid_from, each.valid_to, on, soon_days(on) if days is None else days)
    names = ("id", "mode", "kinds", "contract_no", "signed_on", "valid_from", "price_fen")
    return {name: getattr(each, name) for name in names} | {
        "enterprise_uscc": each.enterprise.organisation.uscc,
        "enterprise_name": each.enterprise.organisation.name,
        "provider_uscc": each.provider.uscc,
        "provider_name": each.provider.name,
        "last_day": last_day(each.valid_to),
        "state": state,
        "state_label": STATES[state],
        "has_evidence": each.file_id is not None,
        "retracted": each.retracted_at is not None,
        "agreed_from": each.agreed_from,
        "start_confirmed": each.start_confirmed_by_id is not None,
        "version": edition_of(each),
    }
