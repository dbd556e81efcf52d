"""服务机构名录: every institution that is listed, for everybody to search."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from anfu.core.permissions import PUBLIC, needs
from anfu.core.reading.counted import counted
from anfu.core.web.query import changed
from anfu.portal.queries.found import found, ordered, page
from anfu.portal.queries.served import served
from anfu.portal.views.common import order_of, shelf_of, who_and_when
from anfu.portal.web.asking import asking, switch
from anfu.portal.web.lines import card_line
from anfu.portal.web.tiles import tiles


@needs(PUBLIC)
@require_GET
@counted
def directory(request: HttpRequest) -> HttpResponse:
    """A page of those that fit, and where all that fit have their places."""
    query, shelf = request.GET, shelf_of(request)
    ask = asking(query)
    fit = found(shelf, ask.asked)
    codes = ordered(shelf, fit, order_of(ask, shelf))
    shown = page(shelf, codes, after=query.get("after", ""), before=query.get("before", ""))
    taken = served(shelf, shown.rows)
    map_tiles, legend = tiles(fit, query, reverse("portal:directory"))
    context: dict[str, Any] = {
        "bar": ask.bar, "q": ask.text, "page": shown, "tiles": map_tiles, "legend": legend,
        "rows": [card_line(card, shelf, taken, service=ask.order.service) for card in shown.rows],
        "sorts": switch(query, "sort", ask.orders, ask.order.by), "service": ask.order.service, "by_load": ask.order.by == "load",
        "listed": int((shelf.frame["state"] == "listed").sum()), "may_look": who_and_when(request)[0].may("portal.mine"),
        "copies": changed(query, {}),
    }  # fmt: skip
    return render(request, "portal/directory.html", context)
