"""What one's office or enterprise asked of experts, and what came of it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from anfu.core.permissions import needs
from anfu.core.refusal import Refused
from anfu.core.web.facets import FilterBar, choice_facet
from anfu.core.web.pages import Order, page_of
from anfu.experts.actions import answering, inviting
from anfu.experts.models import Use, UseState
from anfu.experts.web.rows import use_line


@needs("experts.invite")
@require_GET
def call_list(request: HttpRequest) -> HttpResponse:
    """Newest first; an accepted one can be evaluated, an open one taken back."""
    facet = choice_facet(request.GET, "state", "状态", UseState.choices)
    rows = Use.objects.visible_to(request.actor).select_related("expert", "evaluation", "line__draw")  # type: ignore[attr-defined]
    chosen = [option.value for option in facet.chosen]
    page = page_of(rows.filter(state__in=chosen) if chosen else rows, Order("pk", True), request.GET)
    context = {"page": page, "rows": [use_line(each) for each in page], "bar": FilterBar((facet,))}
    return render(request, "experts/calls.html", context)


@needs("experts.invite")
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    _must_be_visible(request, pk)
    inviting.cancel(pk, actor=request.actor, on=request.today)  # type: ignore[attr-defined]
    messages.success(request, "已取消邀请")
    return redirect("experts:call_list")


@needs("experts.invite")
@require_POST
def evaluate(request: HttpRequest, pk: int) -> HttpResponse:
    """One to five, with words; once."""
    _must_be_visible(request, pk)
    score = request.POST.get("score", "")
    words = request.POST.get("words", "")
    if not score.isdecimal():
        raise Refused("请打 1 到 5 分。没有保存。", field="score")
    answering.evaluate(pk, int(score[:3]), words, actor=request.actor, on=request.today)  # type: ignore[attr-defined]
    messages.success(request, "已评价")
    return redirect("experts:call_list")


def _must_be_visible(request: HttpRequest, pk: int) -> None:
    if not Use.objects.visible_to(request.actor).filter(pk=pk).exists():  # type: ignore[attr-defined]
        raise Http404
