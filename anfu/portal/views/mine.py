"""谁能为我服务: from an enterprise's classes to kinds of service to the institutions that may give them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from anfu.core.permissions import needs
from anfu.core.reading.counted import counted
from anfu.portal.queries.fit import decisions
from anfu.portal.queries.mine import mine
from anfu.portal.queries.served import served
from anfu.portal.queries.serving_me import counts, page_for, service_of
from anfu.portal.rules.needs import note
from anfu.portal.views.common import shelf_of, who_and_when
from anfu.portal.web.asking import switch
from anfu.portal.web.lines import card_line
from anfu.portal.web.mine import ORDERS, STATED, need_line, reason_line, services_for


@needs("portal.mine")
@require_GET
@counted
def for_me(request: HttpRequest) -> HttpResponse:
    """What the enterprise's classes call for, and for one kind of service a page of those whose scope covers it."""
    actor, on = who_and_when(request)
    own, query, shelf = mine(actor, on), request.GET, shelf_of(request)
    if own is None:
        raise Http404
    service = service_of(query.get("service", ""), own)
    by = query.get("sort", "") if query.get("sort", "") in ORDERS else "distance"
    shown = page_for(shelf, own, service, by, after=query.get("after", ""), before=query.get("before", ""))
    taken = served(shelf, shown.rows)
    answers = decisions([card.pk for card in shown.rows], service, own, on)
    rows = [
        card_line(card, shelf, taken, service=service, near=own.point)
        | reason_line(answers[card.pk], service)
        for card in shown.rows
        if answers[card.pk].may
    ]
    found = counts(shelf, own)
    context: dict[str, Any] = {
        "own": own, "service": service, "page": shown, "rows": rows, "note": note(), "stated": STATED[by],
        "needs": [need_line(need, found[need.service], service) for need in own.needs],
        "services": switch(query, "service", services_for(own), service),
        "sorts": switch(query, "sort", ORDERS, by),
    }  # fmt: skip
    return render(request, "portal/mine.html", context)
