"""The list of service relations."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from anfu.core.ledger import CITY
from anfu.core.permissions import needs
from anfu.core.reading.counted import counted
from anfu.core.web.facets import Facet, FilterBar, choice_facet
from anfu.core.web.pages import Order, page_of, sort_of
from anfu.core.web.shell import requested_day
from anfu.engagements.models import Engagement, Mode
from anfu.engagements.queries.engagements import STATES, EngagementQuerySet
from anfu.engagements.web.rows import lines, soon_days
from anfu.providers.kinds import ServiceKind
from anfu.registry.queries.named import named
from anfu.registry.roster.gazetteer import gazetteer

SORTS = {"recorded": Order("pk"), "valid_to": Order("valid_to", nullable=True), "from": Order("valid_from")}
COUNTED = 1000
CHECKS = [("affected", "复查有问题"), ("late", "补签")]


@needs("engagements.view")
@require_GET
@counted
def engagement_list(request: HttpRequest) -> HttpResponse:
    """All relations in the reader's territory, filtered, page by page."""
    actor, on = request.actor, requested_day(request)  # type: ignore[attr-defined]
    facets = _facets(request.GET, whole_city=actor.whole_city)
    text, bar = request.GET.get("q", "").strip(), FilterBar(tuple(facets.values()))
    rows = _filtered(Engagement.objects.visible_to(actor).valid(), facets, on)
    rows = _matching(rows, text)
    _, order = sort_of(request.GET, SORTS, "-recorded")
    named = rows.select_related("enterprise__organisation", "provider")
    page = page_of(named, order, request.GET, narrowed=bool(text or bar.active))
    context: dict[str, Any] = {
        "on": on,
        "bar": bar,
        "q": request.GET.get("q", ""),
        "page": page,
        "rows": lines(page, on),
        "count": rows.order_by()[: COUNTED + 1].count(),
        "counted": COUNTED,
        "may_record": actor.may("engagements.record") and on == request.today,  # type: ignore[attr-defined]
        "may_import": actor.may("engagements.import") and on == request.today,  # type: ignore[attr-defined]
    }
    return render(request, "engagements/list.html", context)


def _facets(query: QueryDict, *, whole_city: bool) -> dict[str, Facet]:
    places = [(code, name) for code, name in sorted(gazetteer().names_of.items()) if code != CITY]
    found = {
        "state": choice_facet(query, "state", "状态", list(STATES.items()), many=False),
        "mode": choice_facet(query, "mode", "服务方式", Mode.choices),
        "kind": choice_facet(query, "kind", "服务内容", ServiceKind.choices),
        "check": choice_facet(query, "check", "核查", CHECKS, many=False),
    }
    if whole_city:
        found["division"] = choice_facet(query, "division", "地区", places)
    return found


def _filtered(rows: EngagementQuerySet, facets: dict[str, Facet], on: Any) -> EngagementQuerySet:
    chosen = {name: [option.value for option in facet.chosen] for name, facet in facets.items()}
    if chosen["state"]:
        rows = rows.in_state(chosen["state"][0], on, soon_days(on))
    if chosen["mode"]:
        rows = rows.filter(mode__in=chosen["mode"])
    if chosen["kind"]:
        rows = rows.with_kind(chosen["kind"])
    if chosen["check"]:
        rows = rows.affected() if chosen["check"] == ["affected"] else rows.late()
    if chosen.get("division"):
        rows = rows.filter(enterprise__division__in=chosen["division"])
    return rows


def _matching(rows: EngagementQuerySet, text: str) -> EngagementQuerySet:
    if not text:
        return rows
    of = Q(contract_no=text) | named(text, "enterprise__organisation", "provider")
    found: EngagementQuerySet = rows.filter(of)
    return found
