"""The directory over the API, from the same shelf and the same searches as the pages."""

from typing import Any, Literal

from django.http import Http404, HttpRequest
from ninja import Query, Router

from anfu.core.api import Problem, permitted
from anfu.core.permissions import PUBLIC
from anfu.core.reading.counted import counted
from anfu.portal.queries.burdens import burdens
from anfu.portal.queries.details import details
from anfu.portal.queries.fit import decisions
from anfu.portal.queries.found import Asked, Order, distance, found, ordered, page
from anfu.portal.queries.mine import Mine, mine
from anfu.portal.queries.served import served
from anfu.portal.queries.serving_me import counts, page_for
from anfu.portal.schemas import ForMePage, ListedPage, NeedOut, OneOut, Search
from anfu.portal.views.common import card_of, shelf_of, who_and_when
from anfu.portal.web.lines import row_of
from anfu.portal.web.mine import reason_line
from anfu.providers.kinds import ServiceKind
from anfu.providers.web.papers import qualification_line

router = Router(tags=["服务机构名录"])
LIMIT = 200


@router.get("/providers", response={200: ListedPage, 429: Problem}, auth=None, summary="服务机构名录")
@permitted(PUBLIC)
@counted
def providers(request: HttpRequest, asked: Query[Search]) -> dict[str, Any]:
    """A page of those that fit."""
    shelf = shelf_of(request)
    wanted = Asked(
        text=asked.q.strip(), kinds=asked.kind, services=asked.service, lines=asked.line, divisions=asked.division,
        industry=asked.industry or None, states=[asked.state],
    )  # fmt: skip
    order = Order(asked.sort, burdens=burdens(shelf) if asked.sort == "load" else None)
    codes = ordered(shelf, found(shelf, wanted), order)
    shown = page(shelf, codes, after=asked.after, size=max(1, min(asked.limit, LIMIT)))
    taken = served(shelf, shown.rows)
    return {
        "on": shelf.on, "seed": shelf.seed, "count": shown.count, "after": shown.after or None,
        "rows": [row_of(card, shelf, taken) for card in shown.rows],
    }  # fmt: skip


@router.get("/providers/{uscc}", response={200: OneOut, 429: Problem}, auth=None, summary="一家服务机构")
@permitted(PUBLIC)
@counted
def provider(request: HttpRequest, uscc: str) -> dict[str, Any]:
    """One institution that is or was listed."""
    shelf = shelf_of(request)
    card = card_of(shelf, uscc)
    known = details(card.pk, shelf)
    lines = [qualification_line(each, shelf.on) for each in known.licences]
    return row_of(card, shelf, {card.pk: known.taken}) | {
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
    taken, answers = served(shelf, shown.rows), decisions(keys, service, own, shelf.on)
    rows = [
        row_of(card, shelf, taken)
        | {"kilometres": distance(card, own.point) if own.point else None}
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
