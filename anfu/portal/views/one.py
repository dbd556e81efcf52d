"""One institution: what it may do and why, licences, people in numbers, places, prices, what happened to it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from anfu.core.permissions import PUBLIC, needs
from anfu.core.reading.counted import counted
from anfu.portal.queries.details import details
from anfu.portal.queries.fit import fits
from anfu.portal.queries.mine import mine
from anfu.portal.views.common import card_of, shelf_of, who_and_when
from anfu.portal.web import words
from anfu.portal.web.one import described


@needs(PUBLIC)
@require_GET
@counted
def provider(request: HttpRequest, uscc: str) -> HttpResponse:
    """For an enterprise's people also whether it may serve them, kind by kind, with the reason where not."""
    shelf = shelf_of(request)
    card = card_of(shelf, uscc)
    actor, on = who_and_when(request)
    own = mine(actor, on) if actor.may("portal.mine") else None
    context: dict[str, Any] = described(card, shelf, details(card.pk, shelf), on)
    if own is not None:
        context |= {"own": own, "fits": fits(card.pk, own, on), "names": words.SERVICES}
    return render(request, "portal/provider.html", context)
