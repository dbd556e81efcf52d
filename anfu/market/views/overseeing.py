"""Whether choices look free: concentration by town."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from anfu.core.permissions import needs
from anfu.core.reading.counted import counted
from anfu.market.queries.concentration import towns_on
from anfu.market.queries.seen import names_of
from anfu.market.rules.concentration import ALARM, FEWEST
from anfu.registry import divisions


@needs("market.oversee")
@require_GET
@counted
def concentration(request: HttpRequest) -> HttpResponse:
    """Each town with enough contracts, and how often chance alone would give as much."""
    found = towns_on(request.actor, request.today)  # type: ignore[attr-defined]
    names = names_of([town.first for town in found])
    rows = [{"town": divisions.town_label(t.town), "of": t, "first": names[t.first]} for t in found]
    return render(request, "market/concentration.html", {"rows": rows, "alarm": ALARM, "fewest": FEWEST})
