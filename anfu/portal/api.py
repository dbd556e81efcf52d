"""The directory over the API, from the same shelf and the same searches as the pages."""

from datetime import date
from typing import Any, Literal

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from anfu.core.api import Problem, permitted
from anfu.core.permissions import PUBLIC
from anfu.core.reading.counted import counted
from anfu.portal.queries.details import details
from anfu.portal.queries.fit import decisions
from anfu.portal.queries.found import Asked, Order, found, ordered, page
from anfu.portal.queries.mine import Mine, mine
from anfu.portal.queries.served import served
from anfu.portal.queries.serving_me import counts, page_for
from anfu.portal.views.common import card_of, shelf_of, who_and_when
from anfu.portal.web.lines import card_line, row_of
from anfu.portal.web.mine import reason_line
from anfu.providers.kinds import ProviderKind, ServiceKind

router = Router(tags=["服务机构名录"])
LIMIT = 200
State = Literal["listed", "suspended", "removed"]


class ProviderOut(Schema):
    """One institution as the public may know it. `services`: kind -> lines of its licences, "" outside them all.

    `staff`: full-time people by title, never who. `grade` is null while nobody is graded. `term_end`: the first day after.
    """

    uscc: str
    name: str
    kind: ProviderKind
    division: str
    state: State
    since: date
    term_end: date | None
    reason: str
    services: dict[str, list[str]]
    serves: list[str]
    places: list[str]
    staff: dict[str, int]
    prices_fen: dict[str, int]
    enterprises_served: int
    grade: str | None


class ProviderPage(Schema):
    """`after` asks for the next page, null at the end; `seed` is what the day's order is computed from."""

    on: date
    seed: str
    count: int
    rows: list[ProviderOut]
    after: str | None


class LicenceOut(Schema):
    """A licence. `last_day` null: without end; `worth`: what it is worth today, in words."""

    credential: str
    number: str
    authority: str
    lines: str
    valid_from: date
    last_day: date | None
    worth: str


class BranchOut(Schema):
    """A place from which it serves."""

    name: str
    address: str
    division: str
    serves: list[str]


class PriceOut(Schema):
    """A line of its own public list, in fen."""

    kind: ServiceKind
    item: str
    unit: str
    price_fen: int
    valid_from: date


class SpellOut(Schema):
    """Where it stood from a day on, until the day before `valid_to`."""

    state: State
    valid_from: date
    valid_to: date | None
    term_end: date | None
    reason: str
    clause: str


class OneOut(ProviderOut):
    """With address, licences, branches, prices and its history in the directory."""

    address: str
    phone: str
    website: str
    business_scope: str
    licences: list[LicenceOut]
    branches: list[BranchOut]
    prices: list[PriceOut]
    history: list[SpellOut]
    enterprises_ever: int


class BasisOut(Schema):
    """Why a kind of service is called for."""

    label: str
    confirmed: bool
    clause: str
    source: str


class NeedOut(Schema):
    """A kind of service that the enterprise's classes call for; `providers`: how many may give it to this enterprise."""

    service: ServiceKind
    confirmed: bool
    because: list[BasisOut]
    providers: int


class ForMeOut(ProviderOut):
    """With the distance in whole kilometres (null: not known), and why it may serve this enterprise."""

    kilometres: int | None
    why: str
    basis: str


class ForMePage(Schema):
    """`after` asks for the next page, null at the end."""

    count: int
    rows: list[ForMeOut]
    after: str | None


class Search(Schema):
    """What is looked for; several values of one name are joined by "or", different names by "and"."""

    q: str = Field("", max_length=100, description="名称的一部分，或统一社会信用代码")
    kind: list[ProviderKind] = []
    service: list[ServiceKind] = []
    line: list[str] = Field([], description="核准范围，如 safety:chemical")
    division: list[str] = Field([], description="服务地区的代码")
    industry: str | None = Field(None, max_length=4, description="企业的行业代码（GB/T 4754，2 到 4 位）")
    state: State = "listed"
    sort: Literal["chance", "name"] = "chance"
    after: str = Field("", max_length=18)
    limit: int = 50


@router.get("/providers", response={200: ProviderPage, 429: Problem}, auth=None, summary="服务机构名录")
@permitted(PUBLIC)
@counted
def providers(request: HttpRequest, asked: Query[Search]) -> dict[str, Any]:
    """A page of those that fit."""
    shelf = shelf_of(request)
    wanted = Asked(
        text=asked.q.strip(), kinds=asked.kind, services=asked.service, lines=asked.line, divisions=asked.division,
        industry=asked.industry or None, states=[asked.state],
    )  # fmt: skip
    codes = ordered(shelf, found(shelf, wanted), Order(asked.sort))
    shown = page(shelf, codes, after=asked.after, size=max(1, min(asked.limit, LIMIT)))
    firms = served(shelf.on, [card.pk for card in shown.rows])
    return {
        "on": shelf.on, "seed": shelf.seed, "count": shown.count, "after": shown.after or None,
        "rows": [row_of(card, shelf, firms) for card in shown.rows],
    }  # fmt: skip


@router.get("/providers/{uscc}", response=OneOut, auth=None, summary="一家服务机构")
@permitted(PUBLIC)
def provider(request: HttpRequest, uscc: str) -> dict[str, Any]:
    """One institution that is or was listed."""
    from anfu.providers.web.papers import qualification_line

    shelf = shelf_of(request)
    card = card_of(shelf, uscc)
    known = details(card.pk, shelf.on)
    lines = [qualification_line(each, shelf.on) for each in known.licences]
    return row_of(card, shelf, {card.pk: known.served}) | {
        "address": known.provider.address, "phone": known.provider.phone, "website": known.provider.website,
        "business_scope": known.provider.business_scope, "enterprises_ever": known.ever,
        "licences": [_licence(line) for line in lines],
        "branches": known.branches, "prices": known.prices, "history": known.spells,
    }  # fmt: skip


@router.get("/needs", response={200: list[NeedOut], 404: Problem}, summary="我的企业需要哪些服务")
@permitted("portal.mine")
def own_needs(request: HttpRequest) -> list[dict[str, Any]]:
    """From the classes of the enterprise that the reader acts for, presumed ones marked as such."""
    own, shelf = _own(request), shelf_of(request)
    there = counts(shelf, own)
    return [
        {"service": need.service, "confirmed": need.confirmed, "because": need.because, "providers": there[need.service]}
        for need in own.needs
    ]  # fmt: skip


@router.get("/for-me", response={200: ForMePage, 404: Problem, 429: Problem}, summary="谁能为我服务")
@permitted("portal.mine")
@counted
def for_me(
    request: HttpRequest,
    service: ServiceKind,
    sort: Literal["distance", "price", "load", "chance"] = "distance",
    after: str = "",
    limit: int = 50,
) -> dict[str, Any]:
    """A page of those whose scope covers this service for the enterprise, each with the reason."""
    own, shelf = _own(request), shelf_of(request)
    size = max(1, min(limit, LIMIT))
    shown = page_for(shelf, own, service, sort, after=after, size=size)
    keys = [card.pk for card in shown.rows]
    firms, answers = served(shelf.on, keys), decisions(keys, service, own, shelf.on)
    rows = [
        row_of(card, shelf, firms)
        | {"kilometres": card_line(card, shelf, firms, near=own.point)["distance"]}
        | reason_line(answers[card.pk], service)
        for card in shown.rows
        if answers[card.pk].may
    ]
    return {"count": shown.count, "rows": rows, "after": shown.after or None}


def _own(request: HttpRequest) -> Mine:
    own = mine(*who_and_when(request))
    if own is None:
        raise Http404
    return own


def _licence(line: dict[str, Any]) -> dict[str, Any]:
    names = ("credential", "number", "authority", "valid_from")
    told = {name: getattr(line["found"], name) for name in names}
    return told | {"lines": line["lines"], "last_day": line["last_day"], "worth": line["word"]}
