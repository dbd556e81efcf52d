"""The pool as a list, and one expert."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from anfu.core.editions import edition_of
from anfu.core.permissions import needs
from anfu.core.reading.counted import counted
from anfu.core.web.facets import Facet, FilterBar, choice_facet
from anfu.core.web.pages import Order, page_of, sort_of
from anfu.experts.forms import TalentForm
from anfu.experts.lifecycle import EXPERT
from anfu.experts.models import Declaration, Expert, ExpertState, Level, Use
from anfu.experts.queries.experts import ExpertQuerySet
from anfu.experts.specialities import sections, specialities
from anfu.experts.web.rows import expert_line, use_line
from anfu.registry import divisions

SORTS = {"code": Order("pk"), "name": Order("name"), "valid_to": Order("valid_to", nullable=True)}
SHOWN = 30


@needs("experts.view")
@require_GET
@counted
def expert_list(request: HttpRequest) -> HttpResponse:
    """Those in the pool, by level, speciality, place, industry and availability; for the office, all states."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    facets = _facets(request.GET, office=actor.may("experts.review"))
    text, bar = request.GET.get("q", "").strip(), FilterBar(tuple(facets.values()))
    rows = _filtered(Expert.objects.visible_to(actor), facets, on)
    rows = rows.filter(name__contains=text) if text else rows
    _, order = sort_of(request.GET, SORTS, "code")
    page = page_of(rows, order, request.GET, narrowed=bool(text or bar.active))
    context = {
        "on": on, "bar": bar, "q": text, "page": page,
        "rows": [expert_line(each, on) for each in page], "count": rows.order_by().count(),
    }  # fmt: skip
    return render(request, "experts/list.html", context)


@needs("experts.view")
@require_GET
def expert(request: HttpRequest, pk: int) -> HttpResponse:
    """Who it is, what the person can do, how it went before; for the office, what can be decided."""
    return shown(request, pk, TalentForm())


def shown(request: HttpRequest, pk: int, form: TalentForm, *, status: int = 200) -> HttpResponse:
    """The page, with the form for trainings and awards as it is now."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    found: Expert = get_object_or_404(Expert.objects.visible_to(actor).select_related("employer"), pk=pk)
    decides = Expert.objects.visible_to(actor).decided_by(actor).filter(pk=pk).exists()
    uses = Use.objects.visible_to(actor).filter(expert=found).select_related("evaluation").order_by("-pk")
    in_pool = Expert.objects.visible_to(actor).in_pool_on(on).filter(pk=pk).exists()
    context: dict[str, Any] = {
        "found": found, "line": expert_line(found, on), "form": form, "version": edition_of(found),
        "steps": [s for s in EXPERT.open_to(found, actor) if s.permission == "experts.review"] if decides else [],
        "decides": decides, "may_invite": actor.may("experts.invite") and in_pool and found.user_id is not None,
        "ties": Declaration.objects.visible_to(actor).filter(expert=found, retracted_at=None)
        .select_related("organisation").order_by("-valid_from")[:SHOWN] if decides else [],
        "talents": found.talents.order_by("-on")[:SHOWN],
        "uses": [use_line(each) for each in uses[:SHOWN]],
    }  # fmt: skip
    return render(request, "experts/one.html", context, status=status)


def _facets(query: QueryDict, *, office: bool) -> dict[str, Facet]:
    found = {
        "level": choice_facet(query, "level", "级别", Level.choices),
        "speciality": choice_facet(query, "speciality", "专业", list(specialities().items())),
        "division": choice_facet(query, "division", "地区", divisions.county_choices()),
        "industry": choice_facet(query, "industry", "行业", list(sections().items())),
        "free": choice_facet(query, "free", "今天", [("1", "能接活")], many=False),
    }
    if office:
        found["state"] = choice_facet(query, "state", "状态", ExpertState.choices)
    return found


def _filtered(rows: ExpertQuerySet, facets: dict[str, Facet], on: Any) -> ExpertQuerySet:
    chosen = {name: [option.value for option in facet.chosen] for name, facet in facets.items()}
    states = chosen.get("state", [])
    rows = rows.filter(state__in=states) if states else rows.in_pool_on(on)
    if chosen["level"]:
        rows = rows.filter(level__in=chosen["level"])
    if chosen["free"]:
        rows = rows.free_on(on)
    by_place: ExpertQuerySet = rows.of_speciality(chosen["speciality"]).serving(chosen["division"])
    return by_place.of_industry(chosen["industry"])
