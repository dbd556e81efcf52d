"""The market over the API, from the same queries and actions as the pages."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from anfu.core import clock
from anfu.core.actor import ENTERPRISE, PROVIDER
from anfu.core.api import Body, Problem, Seen, permitted
from anfu.core.editions import edition_of
from anfu.core.money import LARGEST
from anfu.core.reading.counted import counted
from anfu.core.refusal import Refused
from anfu.market.actions import answering, choosing, joining, offering, placing, serving
from anfu.market.models import Choice, Demand, Member, Offer, OfferVersion, Service
from anfu.market.queries import seen
from anfu.market.queries.matching import served_by
from anfu.market.queries.viewing import view_now
from anfu.market.rules.comparison import hash_of
from anfu.providers.kinds import ServiceKind

router = Router(tags=["供需与选择"])
LIMIT = 200


class DemandOut(Schema):
    """One demand; what was offered stays sealed until `deadline`. Budget in fen. `version` is what an edit starts from."""

    id: int
    kinds: list[str]
    scope: str
    valid_from: date
    months: int
    visits_per_month: int
    budget_low_fen: int | None
    budget_high_fen: int | None
    by_invitation: bool
    joint: bool
    deadline: datetime
    division: str
    town: str
    state: str
    version: str


class DemandPage(Schema):
    """`after` asks for the next page, null at the end."""

    rows: list[DemandOut]
    after: int | None


class OpportunityOut(DemandOut):
    """An open demand, and why the own institution may not serve it ("" where it may)."""

    why_not: str


class DemandIn(Body):
    """A demand; money in fen, `invited` and `partners` are credit codes."""

    kinds: list[ServiceKind] = Field(min_length=1, max_length=8)
    scope: str = Field(min_length=10, max_length=1000)
    valid_from: date
    months: int = Field(ge=1, le=36)
    visits_per_month: int = Field(ge=0, le=31)
    deadline: datetime
    budget_low_fen: int | None = Field(None, ge=0, le=LARGEST)
    budget_high_fen: int | None = Field(None, ge=0, le=LARGEST)
    by_invitation: bool = False
    invited: list[str] = Field([], max_length=50)
    partners: list[str] = Field([], max_length=50)

    def wish(self) -> placing.Wish:
        """As the action takes it."""
        data = self.dict()
        lists: dict[str, Any] = {
            name: tuple(map(str, data.pop(name))) for name in ("kinds", "invited", "partners")
        }
        moment = data.pop("deadline")
        return placing.Wish(
            **data, **lists, deadline=moment if moment.tzinfo else timezone.make_aware(moment)
        )


class SeenIn(Body):
    """The edition that was seen."""

    version: Seen


class ChoiceReasonIn(Body):
    """Why, in five characters at least."""

    reason: str = Field(min_length=5, max_length=500)


class DemandWithdrawIn(ChoiceReasonIn):
    """Why, and the edition that was seen."""

    version: Seen


class JoinIn(Body):
    """Whether the own enterprise takes part."""

    agree: bool
    version: Seen


class OfferIn(Body):
    """An offer: fen for the whole period and one enterprise; `staff`: keys of the own employments. `version`: "0" at first."""

    price_fen: int = Field(gt=0, le=LARGEST)
    plan: str = Field(min_length=10, max_length=2000)
    valid_until: date
    visits_per_month: int = Field(ge=0, le=1000)
    staff: list[int] = Field(min_length=1, max_length=50)
    training_hours: int = Field(0, ge=0, le=1000)
    reports: int = Field(0, ge=0, le=1000)
    drills: int = Field(0, ge=0, le=1000)
    version: Seen

    def bid(self) -> offering.Bid:
        """As the action takes it."""
        data = self.dict(exclude={"version"})
        return offering.Bid(**data | {"staff": tuple(data["staff"])})


class OfferReceiptOut(Schema):
    """The offer is kept: its version, its seal, and the ledger entry that proves the moment."""

    offer: int
    number: int
    seal: str
    made_at: datetime
    stream: str
    seq: int
    digest: str


class OfferOut(Schema):
    """One's own offer as it stands."""

    id: int
    demand: int
    state: str
    number: int
    price_fen: int
    plan: str
    valid_until: date
    seal: str
    version: str


class ComparisonOut(Schema):
    """What a chooser sees, and its hash, which the choice must name."""

    view: dict[str, Any]
    version: str


class ChooseIn(ChoiceReasonIn):
    """The offer, the reason, and the hash of the comparison that was seen."""

    offer: int = Field(ge=1, le=2**53)
    version: Seen


class ChoiceOut(Schema):
    """Who chose whom, and what became of it. `contract` from the provider's confirmation on."""

    id: int
    demand: int
    enterprise: str
    provider: str
    state: str
    reason: str
    chosen_at: datetime
    view_hash: str
    contract: int | None


class StandingServiceOut(Schema):
    """A standing service; fen a year; `divisions` empty: the whole city."""

    id: int
    title: str
    kinds: list[str]
    includes: str
    price_fen: int
    divisions: list[str]
    capacity: int
    provider: str
    provider_uscc: str


class StandingServicePage(Schema):
    """`after` asks for the next page, null at the end."""

    rows: list[StandingServiceOut]
    after: int | None


class StandingServiceIn(Body):
    """A standing service."""

    title: str = Field(min_length=2, max_length=60)
    kinds: list[ServiceKind] = Field(min_length=1, max_length=8)
    includes: str = Field(min_length=10, max_length=1000)
    price_fen: int = Field(gt=0, le=LARGEST)
    capacity: int = Field(ge=0, le=10_000)
    divisions: list[str] = Field([], max_length=20)


@router.get("/demands", response={200: DemandPage, 429: Problem}, summary="需求")
@permitted("market.view")
@counted
def demands(request: HttpRequest, after: int = 0) -> dict[str, Any]:
    """Those that one may see, newest first."""
    rows = Demand.objects.visible_to(request.actor).order_by("-pk")  # type: ignore[attr-defined]
    return _page(rows.filter(pk__lt=after) if after > 0 else rows, _demand)


@router.get("/opportunities", response={200: list[OpportunityOut], 429: Problem}, summary="还能报价的需求")
@permitted("market.offer")
@counted
def opportunities(request: HttpRequest) -> list[dict[str, Any]]:
    """The next to close first, each with why the own institution may not serve it."""
    actor = request.actor  # type: ignore[attr-defined]
    found = list(seen.open_to(actor).open_at(clock.now()).order_by("deadline", "pk")[:LIMIT])
    own = next(iter(actor.own(PROVIDER)), 0)
    why_not = served_by(own, found, request.today)  # type: ignore[attr-defined]
    return [_demand(each) | {"why_not": why_not[each.pk]} for each in found]


@router.get("/demands/{demand_id}", response=DemandOut, summary="一条需求")
@permitted("market.view")
def demand(request: HttpRequest, demand_id: int) -> dict[str, Any]:
    """As far as it is this reader's business."""
    return _demand(_one(Demand.objects.visible_to(request.actor), demand_id))  # type: ignore[attr-defined]


@router.post("/demands", response={201: DemandOut}, summary="填写需求")
@permitted("market.demand")
def demand_new(request: HttpRequest, body: DemandIn) -> Status:
    """A draft; publish it to let offers come in."""
    return Status(201, _demand(placing.draft(body.wish(), **_who(request))))


@router.post("/demands/{demand_id}/publish", response=DemandOut, summary="发布需求")
@permitted("market.demand")
def demand_publish(request: HttpRequest, demand_id: int, body: SeenIn) -> dict[str, Any]:
    """From now on it cannot be changed."""
    _one(seen.placed_by(request.actor), demand_id)  # type: ignore[attr-defined]
    return _demand(placing.publish(demand_id, seen=body.version, **_who(request)))


@router.post("/demands/{demand_id}/withdraw", response=DemandOut, summary="撤回需求")
@permitted("market.demand")
def demand_withdraw(request: HttpRequest, demand_id: int, body: DemandWithdrawIn) -> dict[str, Any]:
    """Before anything was chosen."""
    _one(seen.placed_by(request.actor), demand_id)  # type: ignore[attr-defined]
    return _demand(placing.withdraw(demand_id, reason=body.reason, seen=body.version, **_who(request)))


@router.post("/demands/{demand_id}/join", response=DemandOut, summary="答复联合采购")
@permitted("market.choose")
def join(request: HttpRequest, demand_id: int, body: JoinIn) -> dict[str, Any]:
    """The own enterprise takes part, or does not."""
    member = _member(request, demand_id)
    joining.answer(demand_id, body.agree, seen=body.version, **_who(request))
    return _demand(member.demand)


@router.get(
    "/demands/{demand_id}/comparison", response={200: ComparisonOut, 409: Problem}, summary="比较报价"
)
@permitted("market.choose")
def comparison(request: HttpRequest, demand_id: int) -> dict[str, Any]:
    """The opened offers in the order of a lot; refused before the deadline."""
    member = _member(request, demand_id)
    if member.demand.closed_at is None or member.state not in ("agreed", "passed"):
        raise Refused("还没有截止，报价还封着。截止以后再来比较。")
    view = view_now(member.demand, member.enterprise, request.today)  # type: ignore[attr-defined]
    return {"view": view, "version": hash_of(view)}


@router.post("/demands/{demand_id}/choose", response={201: ChoiceOut}, summary="选择机构")
@permitted("market.choose")
def choose(request: HttpRequest, demand_id: int, body: ChooseIn) -> Status:
    """The own enterprise's choice; what was seen is frozen."""
    _member(request, demand_id)
    made = choosing.choose(demand_id, body.offer, reason=body.reason, seen=body.version, **_who(request))
    return Status(201, _choice(made))


@router.post("/demands/{demand_id}/offer", response={201: OfferReceiptOut}, summary="报价")
@permitted("market.offer")
def offer(request: HttpRequest, demand_id: int, body: OfferIn) -> Status:
    """Sealed at once; the answer is the receipt. The platform's time decides whether it came in time."""
    _one(seen.open_to(request.actor), demand_id)  # type: ignore[attr-defined]
    made = offering.offer(demand_id, body.bid(), seen=body.version, **_who(request))
    return Status(201, _receipt(made))


@router.get("/offers", response={200: list[OfferOut], 429: Problem}, summary="我的报价")
@permitted("market.offer")
@counted
def offers(request: HttpRequest) -> list[dict[str, Any]]:
    """The own institution's, newest first."""
    rows = OfferVersion.objects.visible_to(request.actor).current().select_related("offer")  # type: ignore[attr-defined]
    return [_offer(each) for each in rows.order_by("-offer")[:LIMIT]]


@router.post("/offers/{offer_id}/withdraw", response=None, summary="撤回报价")
@permitted("market.offer")
def offer_withdraw(request: HttpRequest, offer_id: int, body: SeenIn) -> None:
    """Until the deadline."""
    _one(Offer.objects.visible_to(request.actor), offer_id)  # type: ignore[attr-defined]
    offering.withdraw(offer_id, seen=body.version, **_who(request))


@router.get("/choices", response={200: list[ChoiceOut], 429: Problem}, summary="选择记录")
@permitted("market.view")
@counted
def choices(request: HttpRequest) -> list[dict[str, Any]]:
    """Those that one may see, newest first."""
    return [_choice(each) for each in _choices(request).order_by("-pk")[:LIMIT]]


@router.get("/choices/{choice_id}", response=ChoiceOut, summary="一次选择")
@permitted("market.view")
def choice(request: HttpRequest, choice_id: int) -> dict[str, Any]:
    """Who chose whom, when and why."""
    return _choice(_one(_choices(request), choice_id))


@router.post("/choices/{choice_id}/confirm", response=ChoiceOut, summary="接受被选")
@permitted("market.offer")
def confirm(request: HttpRequest, choice_id: int) -> dict[str, Any]:
    """The contract is drafted from the offer; both sides sign it apart."""
    _one(_choices(request).filter(version__offer__provider__in=_own(request, PROVIDER)), choice_id)
    return _choice(answering.confirm(choice_id, **_who(request)))


@router.post("/choices/{choice_id}/decline", response=ChoiceOut, summary="不接受被选")
@permitted("market.offer")
def decline(request: HttpRequest, choice_id: int, body: ChoiceReasonIn) -> dict[str, Any]:
    """The enterprise may choose another."""
    _one(_choices(request).filter(version__offer__provider__in=_own(request, PROVIDER)), choice_id)
    return _choice(answering.decline(choice_id, reason=body.reason, **_who(request)))


@router.post("/choices/{choice_id}/take-back", response=ChoiceOut, summary="收回选择")
@permitted("market.choose")
def take_back(request: HttpRequest, choice_id: int, body: ChoiceReasonIn) -> dict[str, Any]:
    """Before the provider answered."""
    _one(_choices(request).filter(enterprise__in=_own(request, ENTERPRISE)), choice_id)
    return _choice(choosing.take_back(choice_id, reason=body.reason, **_who(request)))


@router.get("/services", response={200: StandingServicePage, 429: Problem}, summary="机构的服务项目")
@permitted("market.view")
@counted
def services(request: HttpRequest, after: int = 0) -> dict[str, Any]:
    """What listed institutions published, newest first."""
    rows = seen.services_in_hall().order_by("-pk")
    return _page(rows.filter(pk__lt=after) if after > 0 else rows, _service)


@router.post("/services", response={201: StandingServiceOut}, summary="发布服务项目")
@permitted("market.offer")
def service_new(request: HttpRequest, body: StandingServiceIn) -> Status:
    """Only what the institution may give."""
    data = body.dict()
    lists: dict[str, Any] = {name: tuple(map(str, data.pop(name))) for name in ("kinds", "divisions")}
    return Status(201, _service(serving.publish(serving.Package(**data, **lists), **_who(request))))


def _page(rows: Any, out: Any) -> dict[str, Any]:
    found = list(rows[: LIMIT + 1])
    return {
        "rows": [out(each) for each in found[:LIMIT]],
        "after": found[LIMIT - 1].pk if len(found) > LIMIT else None,
    }


def _one(rows: Any, key: int) -> Any:
    found = rows.filter(pk=key).first() if 0 < key < 2**63 else None
    if found is None:
        raise Http404
    return found


def _member(request: HttpRequest, demand_id: int) -> Member:
    actor = request.actor  # type: ignore[attr-defined]
    _one(Demand.objects.visible_to(actor), demand_id)
    rows = Member.objects.visible_to(actor).filter(demand=demand_id, enterprise__in=actor.own(ENTERPRISE))
    found: Member | None = rows.select_related(
        "demand__closing_entry__rows", "enterprise__organisation"
    ).first()
    if found is None:
        raise Http404
    return found


def _choices(request: HttpRequest) -> Any:
    rows = Choice.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    return rows.select_related("enterprise__organisation", "version__offer__provider__organisation")


def _own(request: HttpRequest, kind: str) -> frozenset[int]:
    own: frozenset[int] = request.actor.own(kind)  # type: ignore[attr-defined]
    return own


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "on": request.today}  # type: ignore[attr-defined]


def _demand(each: Demand) -> dict[str, Any]:
    names = [name for name in DemandOut.model_fields if name != "version"]
    return {name: getattr(each, name) for name in names} | {"version": edition_of(each)}


def _receipt(each: OfferVersion) -> dict[str, Any]:
    entry = each.receipt
    facts = {"offer": each.offer_id, "number": each.number, "seal": each.seal, "made_at": each.made_at}
    return facts | {"stream": entry.stream, "seq": entry.seq, "digest": entry.digest}


def _offer(each: OfferVersion) -> dict[str, Any]:
    names = ("number", "price_fen", "plan", "valid_until", "seal")
    return {name: getattr(each, name) for name in names} | {
        "id": each.offer_id, "demand": each.offer.demand_id, "state": each.offer.state,
        "version": offering.edition_of_offer(each.offer),
    }  # fmt: skip


def _choice(each: Choice) -> dict[str, Any]:
    return {
        "id": each.pk, "demand": each.demand_id, "enterprise": each.enterprise.organisation.uscc,
        "provider": each.version.offer.provider.organisation.uscc, "state": each.state, "reason": each.reason,
        "chosen_at": each.chosen_at, "view_hash": each.view_hash, "contract": each.contract_id,
    }  # fmt: skip


def _service(each: Service) -> dict[str, Any]:
    names = ("id", "title", "kinds", "includes", "price_fen", "divisions", "capacity")
    of = each.provider.organisation
    return {name: getattr(each, name) for name in names} | {"provider": of.name, "provider_uscc": of.uscc}
