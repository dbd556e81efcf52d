"""The rows under a figure: exactly the enterprises that it counts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from anfu.core.permissions import needs
from anfu.core.reading.counted import counted
from anfu.core.web.facets import Facet, FilterBar, choice_facet
from anfu.core.web.pages import Order, page_of
from anfu.core.web.shell import requested_day
from anfu.targets import labels
from anfu.targets.groups import GROUPS
from anfu.targets.models import Span
from anfu.targets.queries import rows as queries
from anfu.targets.queries.rows import STATES, Chosen
from anfu.targets.web import chosen
from anfu.targets.web.enterprises import enterprise_lines


@needs("targets.view")
@require_GET
@counted
def rows(request: HttpRequest) -> HttpResponse:
    """A page of enterprises, and how many there are: the figure that led here."""
    actor, on = request.actor, requested_day(request)  # type: ignore[attr-defined]
    wanted = chosen.chosen_of(request)
    count = queries.count(on, actor, wanted)
    found = queries.spans(on, actor, wanted) if count else Span.objects.visible_to(actor).none()
    found = found.select_related("enterprise__organisation")
    page = page_of(found, Order("enterprise_id"), request.GET)
    context: dict[str, Any] = {
        "on": on,
        "title": f"{GROUPS[wanted.group].label}：{STATES[wanted.state][0]}",
        "group": GROUPS[wanted.group],
        "place": labels.town_names().get(wanted.town) or labels.place_name(wanted.filters.division),
        "bar": FilterBar(tuple(_facets(request, wanted))),
        "q": wanted.text,
        "page": page,
        "rows": enterprise_lines(page.rows, on),
        "count": count,
        "opens": queries.opens(actor, wanted.filters.division) or bool(wanted.town),
    }
    return render(request, "targets/rows.html", context)


def _facets(request: HttpRequest, wanted: Chosen) -> list[Facet]:
    now = request.GET.copy()
    now["group"], now["state"] = wanted.group, wanted.state
    groups = [(code, group.label) for code, group in GROUPS.items()]
    states = [(code, words) for code, (words, _) in STATES.items()]
    towns = [
        (code, name) for code, name in labels.town_names().items() if code[:6] == wanted.filters.division
    ]
    return [
        choice_facet(now, "group", "对象", groups, many=False),
        choice_facet(now, "state", "覆盖状态", states, many=False),
        *chosen.side_facets(request.GET, wanted.filters),
        *([choice_facet(now, "town", "镇街", towns, many=False)] if towns else []),
    ]
