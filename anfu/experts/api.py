"""Experts over the API, from the same queries and actions as the pages."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema, Status

from anfu.core import clock
from anfu.core.api import Body, Problem, permitted
from anfu.core.reading.counted import counted
from anfu.experts.actions import admitting, answering, inviting
from anfu.experts.actions.admitting import MOST
from anfu.experts.actions.telling import MOST_WORDS
from anfu.experts.claims_api import router as claims
from anfu.experts.models import Draw, Expert, Level, Use
from anfu.experts.queries.draws_stored import record_of
from anfu.experts.queries.recusal import against
from anfu.experts.web.rows import standing
from anfu.registry.roster.uscc import clean

router = Router(tags=["专家"])
router.add_router("", claims)
LIMIT = 200
Reason = Literal["", "conflict", "busy", "field", "other"]


class ExpertOut(Schema):
    """One expert of the pool; how to reach the person is not told. `last_day` of the term."""

    id: int
    code: str
    name: str
    level: Level
    division: str
    region: str
    divisions: list[str]
    industries: list[str]
    specialities: list[str]
    title: str
    employer_name: str
    valid_from: date | None
    valid_to: date | None
    state: str


class ExpertPage(Schema):
    """`after` asks for the next page, null at the end."""

    rows: list[ExpertOut]
    after: int | None


class RecusalOut(Schema):
    """Why an expert must stay away from a party."""

    uscc: str
    kind: str
    reason: str
    clause: str


class NominationOut(Schema):
    """One expert who waits for the office's decision; `proposed_by`: who nominated or applied, and never decides."""

    id: int
    code: str
    name: str
    level: Level
    division: str
    region: str
    specialities: list[str]
    title: str
    employer_name: str
    intake: int | None
    proposed_by: str
    proposed_at: datetime


class NominationPage(Schema):
    """`after` asks for the next page, null at the end."""

    rows: list[NominationOut]
    after: int | None


class AdmitIn(Body):
    """Which experts to admit, and why; `expected`: as many as must be ready, or nothing is done."""

    experts: list[int] = Field(min_length=1, max_length=MOST)
    reason: str = Field(min_length=5, max_length=MOST_WORDS)
    expected: int | None = None


class RefusedOut(Schema):
    """Why some were not admitted, and who they are."""

    why: str
    names: list[str]


class AdmittedOut(Schema):
    """Codes of those who are in the pool now; `refused` stayed as they were."""

    admitted: list[str]
    refused: list[RefusedOut]


class InviteIn(Body):
    """What an expert is asked for; `about`: credit codes of the parties concerned."""

    purpose: str = Field(min_length=5, max_length=200)
    serves_on: date
    place: str = Field("", max_length=200)
    about: list[str] = Field([], max_length=20)


class AnswerIn(Body):
    """The expert's answer; a refusal needs a reason."""

    accept: bool
    reason: Reason = ""
    note: str = Field("", max_length=200)


class UseOut(Schema):
    """One call of an expert."""

    id: int
    expert: str
    kind: str
    purpose: str
    office: str
    serves_on: date | None
    answer_by: date
    state: str
    reason: str


class DrawOut(Schema):
    """One draw; its record says all of it."""

    id: int
    purpose: str
    office: str
    state: str
    commit_hash: str
    committed_at: datetime | None
    drawn_at: datetime | None


class AnswerOfDraw(Schema):
    """One answer of one line."""

    hash: str
    answer: str
    at: str
    reason: str


class RecordOut(Schema):
    """The public record; see scripts/verify_draw.py. Null and empty parts are still to come."""

    format: str
    commit: dict[str, Any]
    commit_hash: str
    sources: list[dict[str, Any]] | None
    seed: str
    seats: dict[str, list[str]]
    alternates: dict[str, list[str]]
    answers: list[AnswerOfDraw]
    panel: dict[str, list[str]]
    salts: list[dict[str, str]]
    drawn_at: str
    closed_at: str
    cancelled: dict[str, str] | None
    digest: str


@router.get("/experts", response={200: ExpertPage, 429: Problem}, summary="专家库")
@permitted("experts.view")
@counted
def experts(
    request: HttpRequest,
    level: Level | None = None,
    speciality: str = "",
    division: str = "",
    industry: str = "",
    after: int = 0,
    limit: int = 50,
) -> dict[str, Any]:
    """Those in the pool today, by key."""
    today = request.today  # type: ignore[attr-defined]
    rows = Expert.objects.visible_to(request.actor).in_pool_on(today).filter(pk__gt=after)  # type: ignore[attr-defined]
    rows = rows.filter(level=level) if level else rows
    rows = rows.of_speciality([speciality] if speciality else []).serving([division] if division else [])
    rows = rows.of_industry([industry] if industry else [])
    size = max(1, min(limit, LIMIT))
    found = list(rows.order_by("pk")[: size + 1])
    page = found[:size]
    return {
        "rows": [_expert(each, today) for each in page],
        "after": page[-1].pk if len(found) > size else None,
    }


@router.get("/experts/{expert_id}", response=ExpertOut, summary="一位专家")
@permitted("experts.view")
def expert(request: HttpRequest, expert_id: int) -> dict[str, Any]:
    """One expert that the reader may see."""
    return _expert(_one(request, expert_id), request.today)  # type: ignore[attr-defined]


@router.get("/nominations", response={200: NominationPage, 429: Problem}, summary="待审核的专家")
@permitted("experts.review")
@counted
def nominations(
    request: HttpRequest, intake: int | None = None, after: int = 0, limit: int = 50
) -> dict[str, Any]:
    """Those on whom the actor's office is to decide, by key; `intake`: of one import."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = Expert.objects.visible_to(actor).decided_by(actor).filter(state="submitted", pk__gt=after)
    rows = rows.filter(intake_id=intake) if intake is not None else rows
    size = max(1, min(limit, LIMIT))
    found = list(rows.select_related("proposed_by").order_by("pk")[: size + 1])
    page = found[:size]
    return {
        "rows": [_nomination(each) for each in page],
        "after": page[-1].pk if len(found) > size else None,
    }


@router.post("/nominations/admit", response=AdmittedOut, summary="成批入库")
@permitted("experts.review")
def admit(request: HttpRequest, body: AdmitIn) -> dict[str, Any]:
    """Admit many at once; those whom the actor may not admit stay as they are, with the reason."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    chosen = Expert.objects.visible_to(actor).filter(pk__in=body.experts)
    done = admitting.admit_many(chosen, reason=body.reason, expected=body.expected, actor=actor, on=on)
    return {
        "admitted": [each.code for each in done.ready],
        "refused": [{"why": why, "names": names} for why, names in done.refused],
    }


@router.get("/experts/{expert_id}/recusals", response=list[RecusalOut], summary="要不要回避")
@permitted("experts.review")
def recusals(
    request: HttpRequest, expert_id: int, uscc: str = "", on: date | None = None
) -> list[dict[str, Any]]:
    """Why the expert must stay away from this party on a day; empty: no reason is known."""
    found = _one(request, expert_id)
    day = max(clock.FIRST_DAY, min(on or clock.today(), clock.LAST_DAY))
    reasons = against(found, clean(uscc), day) if uscc else ()
    if reasons is None:
        raise Http404
    return [{"uscc": clean(uscc), "kind": r.kind, "reason": r.reason, "clause": r.clause} for r in reasons]


@router.post("/experts/{expert_id}/invite", response={201: UseOut}, summary="邀请专家")
@permitted("experts.invite")
def invite(request: HttpRequest, expert_id: int, body: InviteIn) -> Status[dict[str, Any]]:
    """Ask an expert by name."""
    _one(request, expert_id)
    asked = inviting.Request(body.purpose, body.serves_on, body.place, tuple(body.about))
    made = inviting.invite(expert_id, asked, actor=request.actor, on=request.today)  # type: ignore[attr-defined]
    return Status(201, _use(made))


@router.get("/calls", response=list[UseOut], summary="等我答复的")
@permitted("experts.own")
def calls(request: HttpRequest) -> list[dict[str, Any]]:
    """What waits for the expert's own answer."""
    rows = Use.objects.visible_to(request.actor).mine(request.actor).waiting()  # type: ignore[attr-defined]
    return [_use(each) for each in rows.select_related("expert").order_by("answer_by", "pk")[:LIMIT]]


@router.post("/calls/{use_id}/answer", response=UseOut, summary="答复")
@permitted("experts.own")
def answer(request: HttpRequest, use_id: int, body: AnswerIn) -> dict[str, Any]:
    """Accept, or decline and say why."""
    actor = request.actor  # type: ignore[attr-defined]
    if not Use.objects.visible_to(actor).mine(actor).filter(pk=use_id).exists():
        raise Http404
    on = request.today  # type: ignore[attr-defined]
    done = answering.answer(use_id, body.accept, reason=body.reason, note=body.note, actor=actor, on=on)
    return _use(done)


@router.get("/draws", response=list[DrawOut], summary="公开的抽取")
@permitted("experts.view")
def draws(request: HttpRequest, after: int = 0, limit: int = 50) -> list[dict[str, Any]]:
    """Those whose pool was frozen once, by key."""
    rows = Draw.objects.visible_to(request.actor).published().filter(pk__gt=after)  # type: ignore[attr-defined]
    return [_draw(each) for each in rows.order_by("pk")[: max(1, min(limit, LIMIT))]]


@router.get("/draws/{draw_id}/record", response=RecordOut, summary="抽取的公开记录")
@permitted("experts.view")
def record(request: HttpRequest, draw_id: int) -> dict[str, Any]:
    """What anybody can recompute."""
    rows = Draw.objects.visible_to(request.actor).published()  # type: ignore[attr-defined]
    found = rows.filter(pk=draw_id).first()
    if found is None:
        raise Http404
    return record_of(found)


def _one(request: HttpRequest, expert_id: int) -> Expert:
    found: Expert | None = Expert.objects.visible_to(request.actor).filter(pk=expert_id).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def _expert(each: Expert, on: date) -> dict[str, Any]:
    names = set(ExpertOut.model_fields) - {"id", "state"}
    return {name: getattr(each, name) for name in names} | {"id": each.pk, "state": standing(each, on)[1]}


def _nomination(each: Expert) -> dict[str, Any]:
    names = set(NominationOut.model_fields) - {"id", "intake", "proposed_by"}
    told = {"id": each.pk, "intake": each.intake_id}
    return (
        {name: getattr(each, name) for name in names}
        | told
        | {"proposed_by": each.proposed_by.name if each.proposed_by else ""}
    )


def _use(each: Use) -> dict[str, Any]:
    names = set(UseOut.model_fields) - {"expert"}
    return {name: getattr(each, name) for name in names} | {"expert": each.expert.code}


def _draw(each: Draw) -> dict[str, Any]:
    return {name: getattr(each, name) for name in DrawOut.model_fields}
