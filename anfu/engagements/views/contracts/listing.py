"""The list of contracts: one's own, or those signed in an office's territory."""

from datetime import date

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from anfu.core.actor import PROVIDER, Actor
from anfu.core.permissions import needs
from anfu.core.reading.counted import counted
from anfu.core.web.facets import FilterBar, choice_facet
from anfu.core.web.pages import Order, page_of
from anfu.engagements.actions.parties import DRAFTING
from anfu.engagements.models import Contract
from anfu.engagements.queries.load import provider_load
from anfu.engagements.queries.waiting import WAITING, waiting_for
from anfu.engagements.rules.load import days
from anfu.engagements.web.contract_rows import contract_lines, with_terms
from anfu.registry.queries.named import named

STATES = {
    "draft": "待双方确认",
    "in_force": "履行中",
    "not_begun": "未开始",
    "over": "已结束",
    "abandoned": "没有签成",
    "void": "已作废",
}
COUNTED = 1000


@needs("engagements.contracts")
@require_GET
@counted
def contract_list(request: HttpRequest) -> HttpResponse:
    """Newest first, page by page."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    facets = (
        choice_facet(request.GET, "state", "状态", list(STATES.items()), many=False),
        choice_facet(request.GET, "waits", "待办", list(WAITING.items()), many=False),
    )
    text, bar = request.GET.get("q", "").strip(), FilterBar(facets)
    rows: QuerySet[Contract] = Contract.objects.visible_to(actor)
    for option in facets[0].chosen:
        rows = in_state(rows, option.value, on)
    for option in facets[1].chosen:
        rows = waiting_for(rows, option.value)
    rows = _matching(rows, text)
    page = page_of(with_terms(rows), Order("pk", True), request.GET, narrowed=bool(text or bar.active))
    context = {
        "bar": bar, "q": request.GET.get("q", ""), "page": page, "rows": contract_lines(page, actor, on),
        "may_draft": actor.may(DRAFTING), "own": bool(actor.organisations),
        "count": rows.order_by()[: COUNTED + 1].count(), "counted": COUNTED, "on": on,
    }  # fmt: skip
    return render(request, "engagements/contracts.html", context | {"load": _own_load(actor, on)})


def _own_load(actor: Actor, on: date) -> str:
    """How much of its people's time an institution has promised; "" for all others, and where nobody is known."""
    own = next(iter(actor.own(PROVIDER)), None)
    load = provider_load(own, on) if own is not None else None
    if load is None or load.percent is None:
        return ""
    return f"平台上签的合同一年要做 {days(load.taken)} 个人工日，现有人员能做 {days(load.there or 0)} 个（{load.percent}%）"


def in_state(rows: QuerySet[Contract], state: str, on: date) -> QuerySet[Contract]:
    """Those in one of STATES on the day."""
    signed = Q(state__in=["signed", "ended"])
    return rows.filter(
        {
            "in_force": signed & Q(valid_from__lte=on, valid_to__gt=on),
            "not_begun": signed & Q(valid_from__gt=on),
            "over": signed & Q(valid_to__lte=on),
        }.get(state, Q(state=state))
    )


def _matching(rows: QuerySet[Contract], text: str) -> QuerySet[Contract]:
    if not text:
        return rows
    number, found = text.rpartition("-")[2], named(text, "enterprise__organisation", "provider")
    return rows.filter(found | Q(pk=int(number)) if number.isdecimal() and len(number) < 12 else found)
