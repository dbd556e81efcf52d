"""供需大厅: open demands and standing services for everybody, without names of enterprises."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from anfu.core import clock
from anfu.core.json_lists import holding
from anfu.core.permissions import PUBLIC, needs
from anfu.core.reading.counted import counted
from anfu.core.web.facets import Facet, FilterBar, choice_facet
from anfu.core.web.pages import Order, page_of
from anfu.market.queries import seen
from anfu.market.queries.hall import figures as figures_of
from anfu.market.web.rows import demand_line, service_line
from anfu.market.web.tiles import tiles
from anfu.people.qr import svg
from anfu.providers.kinds import ServiceKind
from anfu.registry import divisions

STATES = [
    ("open", "正在征集"),
    ("closed", "待选择"),
    ("chosen", "已选择"),
    ("contracted", "已签约"),
    ("failed", "未成交"),
]


@needs(PUBLIC)
@require_GET
@counted
def hall(request: HttpRequest) -> HttpResponse:
    """Demands, those first that can still be answered."""
    kind, place = _facets(request)
    state = choice_facet(request.GET, "state", "状态", STATES, many=False)
    rows = seen.demands_in_hall()
    wanted = state.chosen[0].value if state.chosen else "open"
    rows = rows.open_at(clock.now()) if wanted == "open" else rows.filter(state=wanted)
    rows = holding(rows, "kinds", [o.value for o in kind.chosen]) if kind.chosen else rows
    spots, legend = tiles(rows, request.GET, reverse("market:hall"))
    rows = rows.filter(division__in=[o.value for o in place.chosen]) if place.chosen else rows
    bar = FilterBar((kind, place, state))
    page = page_of(rows.defer("basis"), Order("deadline"), request.GET, narrowed=bool(bar.active))
    context = {
        "page": page, "rows": [demand_line(each) for each in page], "bar": bar, "at": "demands", "tiles": spots,
        "legend": legend,
    }  # fmt: skip
    return render(request, "market/hall.html", context)


@needs(PUBLIC)
@require_GET
@counted
def services(request: HttpRequest) -> HttpResponse:
    """Standing services of listed institutions, newest first: no ranking of ours."""
    kind, place = _facets(request)
    rows = seen.services_in_hall()
    rows = holding(rows, "kinds", [o.value for o in kind.chosen]) if kind.chosen else rows
    if place.chosen:
        rows = _served_in(rows, [o.value for o in place.chosen])
    bar = FilterBar((kind, place))
    page = page_of(rows, Order("pk", True), request.GET, narrowed=bool(bar.active))
    context = {"page": page, "rows": [service_line(each) for each in page], "bar": bar, "at": "services"}
    return render(request, "market/hall_services.html", context)


@needs(PUBLIC)
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Numbers of the market; medians from enough cases on."""
    today: date = request.today  # type: ignore[attr-defined]
    return render(
        request, "market/hall_figures.html", {"of": figures_of(today), "on": today, "at": "figures"}
    )


@needs(PUBLIC)
@require_GET
def demand(request: HttpRequest, pk: int) -> HttpResponse:
    """One demand with what may be public, and a code to share it."""
    found = get_object_or_404(seen.demands_in_hall(), pk=pk)
    return render(request, "market/hall_demand.html", {"line": demand_line(found), "qr": _qr(request)})


@needs(PUBLIC)
@require_GET
def service(request: HttpRequest, pk: int) -> HttpResponse:
    """One standing service, and a code to share it."""
    rows = seen.services_in_hall()
    found = get_object_or_404(rows, pk=pk)
    return render(request, "market/hall_service.html", {"line": service_line(found), "qr": _qr(request)})


def _facets(request: HttpRequest) -> tuple[Facet, Facet]:
    places = [(each.code, each.name) for each in divisions.counties()]
    kind = choice_facet(request.GET, "kind", "服务内容", ServiceKind.choices)
    return kind, choice_facet(request.GET, "division", "地区", places)


def _served_in(rows: Any, places: list[str]) -> Any:
    return holding(rows, "divisions", places, Q(divisions=[]))


def _qr(request: HttpRequest) -> str:
    return svg(request.build_absolute_uri(request.path))
