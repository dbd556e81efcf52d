"""Pairs that may be one enterprise: the list, the two side by side, and what an officer decides about them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anfu.core.editions import must_be_given
from anfu.core.permissions import needs
from anfu.core.reading.counted import counted
from anfu.core.refusal import Refused, Stale
from anfu.core.web.pages import Order, page_of
from anfu.registry.actions import duplicates as actions
from anfu.registry.actions import find_duplicates
from anfu.registry.models import DuplicatePair, DuplicateState
from anfu.registry.queries import duplicates as query
from anfu.registry.views.duplicate_forms import MergeForm

PERMISSION = "registry.merge"


@needs(PERMISSION)
@require_GET
@counted
def duplicate_list(request: HttpRequest) -> HttpResponse:
    """Pairs of one state, those that wait first of all."""
    actor = request.actor  # type: ignore[attr-defined]
    state = request.GET.get("state", "")
    state = state if state in DuplicateState.values else DuplicateState.OPEN.value
    pairs = DuplicatePair.objects.visible_to(actor).in_state(state).with_both()
    context = {
        "page": page_of(pairs, Order("pk", descending=state != DuplicateState.OPEN), request.GET),
        "counts": query.counts(actor),
        "state": state,
        "states": dict(DuplicateState.choices),
        "search": query.last_search(),
        "place": query.place_label,
    }
    return render(request, "registry/duplicates.html", context)


@needs(PERMISSION)
@require_POST
def duplicate_find(request: HttpRequest) -> HttpResponse:
    """Look for pairs anew; the work is done in the background."""
    find_duplicates.start(request.actor)  # type: ignore[attr-defined]
    messages.success(request, "已开始查找，做完后刷新本页就能看到")
    return redirect("registry:duplicate_list")


@needs(PERMISSION)
@require_http_methods(["GET", "POST"])
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """The two side by side, and the form that merges them."""
    pair = _found(request, pk)
    form = MergeForm(pair, request.POST if request.method == "POST" else None)
    refusal: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            must_be_given("".join(map(str, form.cleaned_data["seen"])))
            done = actions.merge(pair.pk, **form.cleaned_data, **_who(request))
        except Refused as refused:
            refusal = refused
            form.add_error(refused.field or None, refused.message)
        else:
            messages.success(request, f"已合并，到 {actions.last_day_to_undo(done)} 为止可以撤销")
            return redirect("registry:duplicate", pk)
    status = 409 if isinstance(refusal, Stale) else 422 if form.errors else 200
    return _page(request, _found(request, pk), form, refusal, status)


@needs(PERMISSION)
@require_POST
def duplicate_distinct(request: HttpRequest, pk: int) -> HttpResponse:
    """They are two; the list goes on with the next pair."""
    pair = _found(request, pk)
    actions.distinct(pair.pk, reason=request.POST.get("reason", ""), **_who(request))
    messages.success(request, "已记下：不是同一家，以后不再提示")
    return redirect("registry:duplicate_list")


@needs(PERMISSION)
@require_POST
def duplicate_unmerge(request: HttpRequest, pk: int) -> HttpResponse:
    """The merge was a mistake."""
    pair = _found(request, pk)
    actions.unmerge(pair.pk, reason=request.POST.get("reason", ""), **_who(request))
    messages.success(request, "已撤销合并，两家都恢复原样；合并以后记到留下那家名下的内容留在原处")
    return redirect("registry:duplicate", pk)


def _found(request: HttpRequest, pk: int) -> DuplicatePair:
    visible = DuplicatePair.objects.visible_to(request.actor).with_both()  # type: ignore[attr-defined]
    return get_object_or_404(visible, pk=pk)


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "on": request.today}  # type: ignore[attr-defined]


def _page(
    request: HttpRequest, pair: DuplicatePair, form: MergeForm, refusal: Refused | None, status: int
) -> HttpResponse:
    actor, today = request.actor, request.today  # type: ignore[attr-defined]
    both = [pair.first, pair.second]
    versions = query.latest_versions([each.pk for each in both])
    first, second = (versions.get(each.pk) for each in both)
    decides = query.can_decide(actor, both)
    waits = pair.state == DuplicateState.OPEN and not any(each.merged_into_id for each in both)
    merged = pair.state == DuplicateState.MERGED
    context = {
        "pair": pair,
        "both": both,
        "facts": query.side_by_side(first, second, query.fields_for(actor, both)),
        "elsewhere": query.recorded_about([each.pk for each in both]) if decides else {},
        "form": form,
        "seen": [
            version.pk
            for version in versions.values()
            if version.valid_to is None and not version.retracted_at
        ],
        "changes": refusal.changes if isinstance(refusal, Stale) else [],
        "can_merge": decides and waits,
        "waits": waits,
        "who": "" if decides else query.who_decides(both),
        "undo_until": actions.last_day_to_undo(pair) if merged else None,
        "can_undo": merged and decides and today <= actions.last_day_to_undo(pair),
    }
    return render(request, "registry/duplicate.html", context, status=status)
