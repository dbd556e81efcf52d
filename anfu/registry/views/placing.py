"""待落位: enterprises that no division answers for, each with what its words suggest."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from anfu.core.permissions import needs
from anfu.core.reading.counted import counted
from anfu.core.refusal import Refused
from anfu.core.web.pages import Order, page_of
from anfu.core.writes import expect
from anfu.registry import divisions, labels
from anfu.registry.actions.place import Choice, place
from anfu.registry.queries.suggestions import suggestions
from anfu.registry.queries.waiting import unplaced, unplaced_count


@needs("registry.edit")
@require_http_methods(["GET", "POST"])
@counted
def unplaced_list(request: HttpRequest) -> HttpResponse:
    """The queue; posting places those that were ticked, or the one whose button was pressed."""
    refused: Refused | None = None
    if request.method == "POST":
        try:
            count = _place(request)
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(request, f"已核实 {count} 家的属地")
            return redirect("registry:unplaced")
    actor = request.actor  # type: ignore[attr-defined]
    rows = unplaced(actor).select_related("enterprise__organisation").defer("scope")
    page = page_of(rows, Order("pk"), request.GET)
    context = {
        "page": page,
        "suggested": suggestions(page.rows),
        "count": unplaced_count(actor),
        "counties": divisions.counties(),
        "towns_of": divisions.towns_of,
        "labels": labels,
        "refused": refused,
        "typed": request.POST,
    }
    return render(request, "registry/unplaced.html", context, status=409 if refused else 200)


def _place(request: HttpRequest) -> int:
    # Each row's choice is in the form, also of those that stay.
    expect(request, "pick", prefix="place-")
    one = request.POST.get("one", "")
    picked = [one] if one else request.POST.getlist("pick")
    keys = [int(key) for key in picked if key.isdecimal()]
    if not keys:
        raise Refused("没有落位：先勾选企业，或者按某一家的“落位”。")
    actor, today = request.actor, request.today  # type: ignore[attr-defined]
    return place([_choice(request, key) for key in keys], actor=actor, on=today)


def _choice(request: HttpRequest, key: int) -> Choice:
    """A place is a division's code or a town's, which names its division too (`330784`, `330784001@330784`)."""
    code, _, division = request.POST.get(f"place-{key}", "").partition("@")
    return Choice(key, division or code, code if division else "")
