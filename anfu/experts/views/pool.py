"""The pool as a list, and one expert."""

from datetime import date
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from anfu.core.actor import Actor
from anfu.core.editions import edition_of
from anfu.core.permissions import needs
from anfu.core.reading.counted import counted
from anfu.core.web.facets import Facet, FilterBar, choice_facet
from anfu.core.web.pages import Order, page_of, sort_of
from anfu.experts.forms import TalentForm
from anfu.experts.lifecycle import DECISIONS, EXPERT
from anfu.experts.models import Claim, Declaration, Expert, ExpertState, Level, Use
from anfu.experts.queries.experts import ExpertQuerySet
from anfu.experts.specialities import sections, specialities
from anfu.experts.web.rows import expert_line, proposed_line, use_line
from anfu.registry import divisions

SORTS = {"code": Order("pk"), "name": Order("name"), "valid_to": Order("valid_to", nullable=True)}
SHOWN = 30


@needs("experts.view")
@require_GET
@counted
def expert_list(request: HttpRequest) -> HttpResponse:
    """Those in the pool, by level, speciality, place, industry and availability; for the office, all states."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    facets = facets_of(request.GET, actor)
    text, bar = request.GET.get("q", "").strip(), FilterBar(tuple(facets.values()))
    rows, reviewing = narrowed(Expert.objects.visible_to(actor), facets, text, on), "lot" in facets
    _, order = sort_of(request.GET, SORTS, "code")
    page = page_of(rows.select_related("proposed_by"), order, request.GET, narrowed=bool(text or bar.active))
    context = {
        "on": on, "bar": bar, "q": text, "page": page, "reviewing": reviewing,
        "rows": [(proposed_line if reviewing else expert_line)(each, on) for each in page], "count": rows.order_by().count(),
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
    mends = decides or Expert.objects.visible_to(actor).mended_by(actor).filter(pk=pk).exists()
    uses = Use.objects.visible_to(actor).filter(expert=found).select_related("evaluation").order_by("-pk")
    in_pool = Expert.objects.visible_to(actor).in_pool_on(on).filter(pk=pk).exists()
    context: dict[str, Any] = {
        "found": found, "line": expert_line(found, on), "form": form, "version": edition_of(found),
        "steps": [s for s in EXPERT.open_to(found, actor) if s in DECISIONS] if decides else [],
        "mends": mends, "hands_in": mends and EXPERT.step("resubmit") in EXPERT.open_to(found, actor),
        "claims": _claims(found, actor) if decides else [],
        "decides": decides, "may_invite": actor.may("experts.invite") and in_pool and found.user_id is not None,
        "ties": Declaration.objects.visible_to(actor).filter(expert=found, retracted_at=None)
        .select_related("organisation").order_by("-valid_from")[:SHOWN] if decides else [],
        "talents": found.talents.order_by("-on")[:SHOWN],
        "uses": [use_line(each) for each in uses[:SHOWN]],
    }  # fmt: skip
    return render(request, "experts/one.html", context, status=status)


def facets_of(query: QueryDict, actor: Actor) -> dict[str, Facet]:
    """What the list can be narrowed by; an office that looks at nothing but who waits, by import, too."""
    found = {
        "level": choice_facet(query, "level", "级别", Level.choices),
        "speciality": choice_facet(query, "speciality", "专业", list(specialities().items())),
        "division": choice_facet(query, "division", "地区", divisions.county_choices()),
        "industry": choice_facet(query, "industry", "行业", list(sections().items())),
        "free": choice_facet(query, "free", "今天", [("1", "能接活")], many=False),
    }
    if actor.may("experts.review"):
        found["state"] = choice_facet(query, "state", "状态", ExpertState.choices)
        if query.getlist("state") == [ExpertState.SUBMITTED.value]:
            found["lot"] = choice_facet(query, "lot", "导入批次", _lots(actor), many=False)
    return found


def narrowed(rows: ExpertQuerySet, facets: dict[str, Facet], text: str, on: date) -> ExpertQuerySet:
    """Those that were asked for; where no state is named, those in the pool that day."""
    chosen = {name: [option.value for option in facet.chosen] for name, facet in facets.items()}
    states = chosen.get("state", [])
    rows = rows.filter(state__in=states) if states else rows.in_pool_on(on)
    if chosen["level"]:
        rows = rows.filter(level__in=chosen["level"])
    if chosen["free"]:
        rows = rows.free_on(on)
    if chosen.get("lot"):
        rows = rows.filter(intake_id__in=chosen["lot"])
    if text:
        rows = rows.filter(name__contains=text)
    by_place: ExpertQuerySet = rows.of_speciality(chosen["speciality"]).serving(chosen["division"])
    return by_place.of_industry(chosen["industry"])


def _claims(expert: Expert, actor: Actor) -> list[tuple[Claim, bool]]:
    """Which accounts ask for this entry, and whether the phone of the account is the one that was filed."""
    rows = Claim.objects.visible_to(actor).decided_by(actor).waiting().filter(expert=expert)
    return [(each, each.user.phone == expert.phone) for each in rows.select_related("user")]


def _lots(actor: Actor) -> list[tuple[str, str]]:
    """The imports with somebody on whom the actor's office is still to decide, the latest first."""
    waiting = Expert.objects.visible_to(actor).decided_by(actor).filter(state=ExpertState.SUBMITTED)
    lots = (
        waiting.exclude(intake_id=None).order_by("-intake_id").values_list("intake_id").annotate(Count("pk"))
    )
    return [(str(lot), f"第 {lot} 批，{number} 位") for lot, number in lots]
