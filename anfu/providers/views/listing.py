"""The list of institutions whose papers the office keeps."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from anfu.core.permissions import needs
from anfu.core.reading.counted import counted
from anfu.core.web.facets import Facet, FilterBar, choice_facet
from anfu.core.web.pages import Order, page_of, sort_of
from anfu.providers.kinds import ProviderKind
from anfu.providers.lifecycle import REVIEW
from anfu.providers.models import Provider, State
from anfu.providers.queries.providers import ProviderQuerySet
from anfu.providers.views.common import actor_of
from anfu.providers.web.rows import provider_line
from anfu.registry import divisions

SORTS = {"recorded": Order("pk"), "name": Order("organisation__name")}
COUNTED = 1000


@needs(REVIEW)
@require_GET
@counted
def provider_list(request: HttpRequest) -> HttpResponse:
    """All of the office's territory, filtered, page by page."""
    actor = actor_of(request)
    facets, text = _facets(request.GET, whole_city=actor.whole_city), request.GET.get("q", "").strip()
    bar = FilterBar(tuple(facets.values()))
    rows = _filtered(Provider.objects.visible_to(actor), facets, text)
    _, order = sort_of(request.GET, SORTS, "-recorded")
    narrowed = bool(text or bar.active)
    page = page_of(rows.select_related("organisation"), order, request.GET, narrowed=narrowed)
    context: dict[str, Any] = {
        "bar": bar, "q": text, "page": page, "rows": [provider_line(each) for each in page],
        "count": rows.order_by()[: COUNTED + 1].count(), "most": COUNTED,
    }  # fmt: skip
    return render(request, "providers/list.html", context)


def _facets(query: QueryDict, *, whole_city: bool) -> dict[str, Facet]:
    found = {
        "state": choice_facet(query, "state", "状态", State.choices),
        "kind": choice_facet(query, "kind", "机构类型", ProviderKind.choices),
    }
    if whole_city:
        found["division"] = choice_facet(query, "division", "地区", divisions.county_choices())
    return found


def _filtered(rows: ProviderQuerySet, facets: dict[str, Facet], text: str) -> ProviderQuerySet:
    for name, facet in facets.items():
        if chosen := [option.value for option in facet.chosen]:
            rows = rows.filter(**{f"{name}__in": chosen})
    if text:
        rows = rows.filter(Q(organisation__name__contains=text) | Q(organisation__uscc=text.upper()))
    return rows
