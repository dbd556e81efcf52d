"""Demands: the list, writing one, publishing, withdrawing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anfu.core.actor import ENTERPRISE, Actor
from anfu.core.editions import edition_of, seen_in
from anfu.core.permissions import needs
from anfu.core.reading.counted import counted
from anfu.core.web.facets import FilterBar, choice_facet
from anfu.core.web.pages import Order, page_of
from anfu.core.web.refusing import done
from anfu.market.actions import placing
from anfu.market.forms import WishForm
from anfu.market.models import Demand, DemandState
from anfu.market.queries import seen
from anfu.market.suggesting import Suggestion, suggestion_for
from anfu.market.web.demand_page import described
from anfu.market.web.rows import demand_line
from anfu.registry.models import Enterprise


@needs("market.view")
@require_GET
@counted
def demand_list(request: HttpRequest) -> HttpResponse:
    """One's own, those one was asked to join, those open to one's institution; an office's territory."""
    actor = request.actor  # type: ignore[attr-defined]
    facet = choice_facet(request.GET, "state", "状态", DemandState.choices)
    rows = Demand.objects.visible_to(actor)
    if facet.chosen:
        rows = rows.filter(state__in=[option.value for option in facet.chosen])
    bar = FilterBar((facet,))
    page = page_of(rows.defer("basis"), Order("pk", True), request.GET, narrowed=bool(bar.active))
    context = {
        "page": page, "rows": [demand_line(each) for each in page], "bar": bar, "may_demand": actor.may("market.demand"),
        "overseeing": actor.may("market.oversee"),
    }  # fmt: skip
    return render(request, "market/demands.html", context)


@needs("market.view")
@require_GET
def demand(request: HttpRequest, pk: int) -> HttpResponse:
    """One demand, as far as it is this reader's business."""
    found = _visible(request, pk)
    return render(request, "market/demand.html", described(found, request.actor, request.today))  # type: ignore[attr-defined]


@needs("market.demand")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Filled in from what is confirmed about the enterprise, with the reasons beside it."""
    posted = request.method == "POST"
    found = _suggested(request)
    form = WishForm(request.POST) if posted else WishForm.suggested(found)
    if posted and (made := done(form, lambda: placing.draft(form.wish(), **_who(request)))):
        messages.success(request, "已保存草稿。看一遍，没有问题就发布")
        return redirect("market:demand", made.pk)
    context = {
        "form": form,
        "basis": found.basis if found else (),
        "found": None,
        "version": "",
        "own": bool(found),
    }
    return render(request, "market/demand_form.html", context, status=422 if posted else 200)


@needs("market.demand")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    found, posted = _placed(request, pk), request.method == "POST"
    form = WishForm(request.POST) if posted else WishForm.of(found)
    version = request.POST.get("version", "") if posted else edition_of(found)
    if posted and done(form, lambda: placing.change(pk, form.wish(), seen=seen_in(request), **_who(request))):
        messages.success(request, "已保存")
        return redirect("market:demand", pk)
    context = {
        "form": form,
        "basis": found.basis,
        "found": found,
        "version": version,
        "own": bool(found.basis),
    }
    return render(request, "market/demand_form.html", context, status=422 if posted else 200)


@needs("market.demand")
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """From now on offers come in, sealed."""
    _placed(request, pk)
    placing.publish(pk, seen=seen_in(request), **_who(request))
    messages.success(request, "已发布。报价到截止时才开封，谁也不能提前看")
    return redirect("market:demand", pk)


@needs("market.demand")
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The party looks for nobody any more."""
    _placed(request, pk)
    placing.withdraw(pk, reason=request.POST.get("reason", ""), seen=seen_in(request), **_who(request))
    messages.success(request, "已撤回")
    return redirect("market:demand", pk)


def _suggested(request: HttpRequest) -> Suggestion | None:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = Enterprise.objects.visible_to(actor).filter(pk__in=actor.own(ENTERPRISE))
    own = rows.select_related("organisation").first()
    return suggestion_for(own, request.today) if own else None  # type: ignore[attr-defined]


def _visible(request: HttpRequest, pk: int) -> Demand:
    found: Demand = get_object_or_404(
        Demand.objects.visible_to(request.actor).select_related("party"),  # type: ignore[attr-defined]
        pk=pk,
    )
    return found


def _placed(request: HttpRequest, pk: int) -> Demand:
    found: Demand | None = seen.placed_by(request.actor).filter(pk=pk).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "on": request.today}  # type: ignore[attr-defined]
