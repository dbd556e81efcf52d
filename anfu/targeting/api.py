"""Findings, classes, programmes and listings over the API, from the same queries and actions as the pages."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Status

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.core.api import Problem, permitted
from anfu.core.editions import edition_of
from anfu.core.reading.counted import counted
from anfu.registry.models import Enterprise
from anfu.targeting import actions
from anfu.targeting.actions.listings import ListingRow
from anfu.targeting.models import Finding, FindingState, Programme, Subject, SupervisedListing
from anfu.targeting.queries.facts import explained_on
from anfu.targeting.rules.reasons import OpenQuestion, Reason
from anfu.targeting.schemas import (
    ClassesOut,
    DelistIn,
    FindingOut,
    FindingPage,
    GroundIn,
    ListingIn,
    ListingOut,
    ListingPage,
    ProgrammeIn,
    ProgrammeOut,
    TargetingConfirmIn,
    TargetingEndIn,
    TargetingReasonIn,
)

router = Router(tags=["重点对象"])
LIMIT = 200
Limit = Query(50, ge=1, le=LIMIT)


@router.get("/findings", response={200: FindingPage, 429: Problem}, summary="高危情形列表")
@permitted("targeting.view")
@counted
def findings(
    request: HttpRequest,
    state: FindingState = FindingState.PRESUMED,
    subject: Subject | None = None,
    weak: bool = False,
    after: int = 0,
    limit: int = Limit,
) -> dict[str, Any]:
    """Those of the reader's territory, by key; weak signals only where asked for."""
    rows = _visible(request).filter(state=state, pk__gt=after)
    rows = rows if weak else rows.filter(likelier=True)
    rows = rows.filter(subject=subject) if subject else rows
    found = list(rows.order_by("pk")[: limit + 1])
    return _page([_finding(row) for row in found], limit)


@router.get("/findings/{finding_id}", response=FindingOut, summary="一条高危情形")
@permitted("targeting.view")
def finding(request: HttpRequest, finding_id: int) -> dict[str, Any]:
    """One finding."""
    return _one(request, finding_id)


@router.post("/findings", response={201: FindingOut, 404: Problem}, summary="补记高危情形")
@permitted("targeting.decide")
def add(request: HttpRequest, body: GroundIn) -> Status[dict[str, Any]]:
    """A ground that nothing had presumed."""
    actor, on = _who(request)
    firm, day, why = _firm(actor, body.uscc), body.valid_from, body.reason
    made = actions.add_ground(firm.pk, body.subject, actor=actor, on=on, valid_from=day, reason=why)
    return Status(201, _one(request, made.pk))


@router.post("/findings/{finding_id}/confirm", response=FindingOut, summary="确认")
@permitted("targeting.decide")
def confirm(request: HttpRequest, finding_id: int, body: TargetingConfirmIn) -> dict[str, Any]:
    """It holds, from a day on."""
    _one(request, finding_id)
    actor, on = _who(request)
    actions.confirm(finding_id, actor=actor, on=on, **body.dict())
    return _one(request, finding_id)


@router.post("/findings/{finding_id}/refute", response=FindingOut, summary="判为不成立")
@permitted("targeting.decide")
def refute(request: HttpRequest, finding_id: int, body: TargetingReasonIn) -> dict[str, Any]:
    """It does not hold."""
    _one(request, finding_id)
    actor, on = _who(request)
    actions.refute(finding_id, actor=actor, on=on, **body.dict())
    return _one(request, finding_id)


@router.post("/findings/{finding_id}/end", response=FindingOut, summary="结束")
@permitted("targeting.decide")
def end(request: HttpRequest, finding_id: int, body: TargetingEndIn) -> dict[str, Any]:
    """It no longer holds."""
    _one(request, finding_id)
    actor, on = _who(request)
    actions.end(finding_id, actor=actor, on=on, **body.dict())
    return _one(request, finding_id)


@router.post("/findings/{finding_id}/take-back", response={204: None}, summary="撤回决定")
@permitted("targeting.decide")
def take_back(request: HttpRequest, finding_id: int, body: TargetingReasonIn) -> Status[None]:
    """The decision was mistaken."""
    _one(request, finding_id)
    actor, on = _who(request)
    actions.take_back(finding_id, actor=actor, on=on, **body.dict())
    return Status(204, None)


@router.get("/enterprises/{uscc}/classes", response=ClassesOut, summary="企业在某天的类别和理由")
@permitted("targeting.view_one")
def classes(request: HttpRequest, uscc: str, on: date | None = None) -> dict[str, Any]:
    """Why an enterprise is a key object on a day; today where none is given."""
    actor, day = request.actor, clock.known_day(on)  # type: ignore[attr-defined]
    found = explained_on(_firm(actor, uscc), day).explanation
    reasons, questions = [_reason(r) for r in found.reasons], [_question(q) for q in found.questions]
    return {
        "uscc": uscc,
        "on": day,
        "groups": sorted(found.groups),
        "reasons": reasons,
        "questions": questions,
    }


@router.get("/programmes", response=list[ProgrammeOut], summary="专项列表")
@permitted("targeting.view")
def programmes(request: HttpRequest, after: int = 0, limit: int = Limit) -> list[Programme]:
    """Those that the reader may see, by key."""
    rows = Programme.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    return list(rows.filter(pk__gt=after).order_by("pk")[:limit])


@router.post("/programmes", response={201: ProgrammeOut}, summary="设立专项")
@permitted("targeting.programme")
def programme_create(request: HttpRequest, body: ProgrammeIn) -> Status[Programme]:
    """A county's or department's own list of targets."""
    actor, on = _who(request)
    return Status(201, actions.create_programme(actor=actor, on=on, **body.dict()))


@router.post("/programmes/{programme_id}/end", response=ProgrammeOut, summary="结束专项")
@permitted("targeting.programme")
def programme_end(request: HttpRequest, programme_id: int, body: TargetingEndIn) -> Programme:
    """It ends with the day before `valid_to`."""
    actor, on = _who(request)
    if not Programme.objects.visible_to(actor).filter(pk=programme_id).exists():
        raise Http404
    return actions.end_programme(
        programme_id,
        actor=actor,
        on=on,
        valid_to=body.valid_to,
        reason=body.reason,
        # What was seen is called `expected` in every body with a reason here.
        version=body.expected,
    )


@router.get("/listings", response={200: ListingPage, 429: Problem}, summary="挂牌督办列表")
@permitted("targeting.view")
@counted
def listings(
    request: HttpRequest, on: date | None = None, after: int = 0, limit: int = Limit
) -> dict[str, Any]:
    """Listings open on the day, or all where none is given, by key."""
    rows = SupervisedListing.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    rows = rows.filter(listed_on__lte=on).exclude(delisted_on__lte=on) if on else rows
    found = list(
        rows.select_related("enterprise__organisation").filter(pk__gt=after).order_by("pk")[: limit + 1]
    )
    return _page([_listing(row) for row in found], limit)


@router.post("/listings", response={201: ListingOut, 404: Problem}, summary="登记挂牌督办")
@permitted("targeting.record")
def listing_record(request: HttpRequest, body: ListingIn) -> Status[dict[str, Any]]:
    """A government put a major hazard on its list."""
    actor, on = _who(request)
    row = ListingRow(_firm(actor, body.uscc).pk, **body.dict(exclude={"uscc"}))
    return Status(201, _listing(actions.record_listing(row, actor=actor, on=on)))


@router.post("/listings/{listing_id}/delist", response=ListingOut, summary="摘牌")
@permitted("targeting.record")
def listing_delist(request: HttpRequest, listing_id: int, body: DelistIn) -> dict[str, Any]:
    """The hazard was taken off the list."""
    actor, on = _who(request)
    if not SupervisedListing.objects.visible_to(actor).filter(pk=listing_id).exists():
        raise Http404
    return _listing(actions.delist(listing_id, actor=actor, on=on, **body.dict()))


def _who(request: HttpRequest) -> tuple[Actor, date]:
    return request.actor, request.today  # type: ignore[attr-defined]


def _visible(request: HttpRequest) -> Any:
    rows = Finding.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    return rows.select_related("enterprise__organisation")


def _one(request: HttpRequest, finding_id: int) -> dict[str, Any]:
    found = _visible(request).filter(pk=finding_id).first()
    if found is None:
        raise Http404
    return _finding(found)


def _firm(actor: Actor, uscc: str) -> Enterprise:
    rows = Enterprise.objects.visible_to(actor).select_related("organisation")
    found: Enterprise | None = rows.filter(organisation__uscc=uscc).first()
    if found is None:
        raise Http404
    return found


def _page(rows: list[dict[str, Any]], limit: int) -> dict[str, Any]:
    return {"rows": rows[:limit], "after": rows[limit - 1]["id"] if len(rows) > limit else None}


FINDING_FIELDS = (
    "id", "subject", "value", "state", "strength", "likelier", "rule", "evidence", "valid_from", "valid_to",
    "decided_name", "reason", "mark",
)  # fmt: skip
LISTING_FIELDS = ("id", "level", "number", "hazard", "listed_on", "due_on", "delisted_on", "source")


def _finding(row: Finding) -> dict[str, Any]:
    organisation = row.enterprise.organisation
    known = {"uscc": organisation.uscc, "name": organisation.name, "label": Subject(row.subject).label}
    return known | {name: getattr(row, name) for name in FINDING_FIELDS}


def _listing(row: SupervisedListing) -> dict[str, Any]:
    organisation = row.enterprise.organisation
    known = {"uscc": organisation.uscc, "name": organisation.name}
    return known | {name: getattr(row, name) for name in LISTING_FIELDS} | {"version": edition_of(row)}


def _reason(reason: Reason) -> dict[str, Any]:
    names = ("group", "ground", "rule", "rule_from", "clause", "sentence", "state", "counts")
    facts = [{"label": u.label, "value": u.value, "source": u.source, "since": u.since} for u in reason.used]
    return {name: getattr(reason, name) for name in names} | {"used": facts}


def _question(question: OpenQuestion) -> dict[str, Any]:
    return {name: getattr(question, name) for name in OpenQuestion.__slots__}
