"""The queue of presumptions, by state, with its filters."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from anfu.core.actor import Actor
from anfu.core.permissions import needs
from anfu.core.reading.counted import counted
from anfu.core.web.facets import FilterBar, choice_facet
from anfu.core.web.pages import Order, page_of
from anfu.core.web.query import changed
from anfu.registry import divisions, labels
from anfu.targeting.models import FindingState, Strength, Subject
from anfu.targeting.queries.queue import Chosen, chosen_findings, counts_by_state
from anfu.targeting.web import lines


@needs("targeting.view")
@require_GET
@counted
def queue(request: HttpRequest) -> HttpResponse:
    """Findings in one state, in a fixed number of queries."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    chosen = Chosen.of(request.GET)
    found = chosen_findings(actor, chosen)
    ordered = found.select_related("enterprise__organisation")
    page = page_of(ordered, Order("pk", descending=chosen.state != FindingState.PRESUMED), request.GET)
    context = {
        "tabs": _tabs(request, chosen, counts_by_state(actor)),
        "bar": filter_bar(request, actor),
        "q": chosen.text,
        "page": page,
        "total": found.count(),
        "rows": lines(page.rows, actor),
        "deciding": actor.may("targeting.decide") and chosen.state == FindingState.PRESUMED,
        "filtered": any(chosen.values.values()) or bool(chosen.text),
        "waiting": chosen.state == FindingState.PRESUMED,
    }
    return render(request, "targeting/queue.html", context)


def filter_bar(request: HttpRequest, actor: Actor) -> FilterBar:
    """Ground, place, strength and sector."""
    query = request.GET
    facets = [
        choice_facet(query, "ground", "情形", Subject.choices),
        choice_facet(query, "strength", "强度", Strength.choices),
        choice_facet(query, "sector", "工贸行业", labels.SECTORS.items()),
        choice_facet(query, "weak", "弱信号", [("1", "也看弱信号")], many=False),
    ]
    if actor.whole_city:
        facets.insert(1, choice_facet(query, "division", "地区", divisions.county_choices()))
    towns = [t for code in _divisions(request, actor) for t in divisions.towns_of(code)]
    if towns:
        facets.insert(2, choice_facet(query, "town", "镇街", [(t.code, t.name) for t in towns]))
    return FilterBar(tuple(facets))


def _divisions(request: HttpRequest, actor: Actor) -> list[str]:
    return sorted(actor.divisions) or request.GET.getlist("division")


def _tabs(request: HttpRequest, chosen: Chosen, counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "count": counts.get(state, 0),
            "current": chosen.state == state,
            "href": f"?{changed(request.GET, {'state': state})}",
        }
        for state, label in FindingState.choices
    ]
