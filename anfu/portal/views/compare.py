"""Up to four institutions side by side: facts, in the order in which they were chosen, without a winner."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from anfu.core.permissions import PUBLIC, needs
from anfu.core.reading.counted import counted
from anfu.portal.queries.mine import mine
from anfu.portal.queries.served import served
from anfu.portal.views.common import shelf_of, who_and_when
from anfu.portal.web.comparison import MOST, comparison
from anfu.registry.roster.uscc import clean


@needs(PUBLIC)
@require_GET
@counted
def compare(request: HttpRequest) -> HttpResponse:
    """Those named by ?pick=, the first four of them."""
    shelf, (actor, on) = shelf_of(request), who_and_when(request)
    picked = dict.fromkeys(clean(code) for code in request.GET.getlist("pick"))
    known = [shelf.cards[code] for code in picked if code in shelf.cards]
    cards = known[:MOST]
    own = mine(actor, on) if actor.may("portal.mine") else None
    taken = served(shelf, cards)
    context = {
        "cards": cards, "rows": comparison(cards, shelf, taken, own, on), "left_out": len(known) - len(cards), "most": MOST,
        "own": own,
    }  # fmt: skip
    return render(request, "portal/compare.html", context)
