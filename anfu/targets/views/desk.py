"""The desk: what waits for this reader, then how far the place is."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from anfu.core.actor import Actor
from anfu.core.permissions import needs
from anfu.core.web.formats import count
from anfu.targets import labels
from anfu.targets.groups import HIGH_RISK
from anfu.targets.queries.cube import Filters
from anfu.targets.queries.overview import TARGETED, Overview, overview
from anfu.targets.queries.towns import uncovered_by_town
from anfu.targets.web import chosen
from anfu.targets.web.headline import headlines
from anfu.targets.web.links import rows_href
from anfu.targets.web.own import own_town
from anfu.targets.web.work import work

TOWNS = 6
WEEKDAYS = "一二三四五六日"


@needs("people.sign_out")
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Every signed-in reader has a desk; what is on it follows the permissions."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    filters = Filters(division=chosen.home_of(actor))
    sees = actor.may("targets.view")
    seen = overview(on, actor, Filters(), TARGETED) if sees else None
    context = {
        "today_words": f"{on.isoformat()} 星期{WEEKDAYS[on.weekday()]}",
        "place": labels.place_name(filters.division) if sees else actor.office,
        "work": work(actor, on, seen, filters),
        "headlines": headlines(seen, actor, filters) if seen else [],
        "own": own_town(actor, on, seen.targets) if seen else None,
        "towns": _towns(actor, seen, filters) if seen and filters.division and actor.divisions else [],
    }
    return render(request, "targets/desk.html", context)


def _towns(actor: Actor, seen: Overview, filters: Filters) -> list[dict[str, Any]]:
    """The towns with most uncovered high-risk enterprises."""
    found = uncovered_by_town(seen.on, actor, HIGH_RISK)[:TOWNS]
    most = max((number for _, number in found), default=1)
    return [
        {
            "name": labels.town_names().get(town, "镇街未知"),
            "count": count(number, "家"),
            "share": number / most * 100,
            "href": rows_href(actor, seen.on, HIGH_RISK, "uncovered", filters, town=town) if town else "",
        }
        for town, number in found
    ]
