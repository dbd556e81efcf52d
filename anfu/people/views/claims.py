"""Claims as an officer decides them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from anfu.core import uploads
from anfu.core.permissions import needs
from anfu.core.reading.counted import counted
from anfu.core.web.facets import FilterBar, choice_facet
from anfu.core.web.pages import Order, page_of
from anfu.people.actions import claims as actions
from anfu.people.models import Claim, ClaimState
from anfu.people.queries.members import owners_of


@needs("people.claims")
@require_GET
@counted
def claim_list(request: HttpRequest) -> HttpResponse:
    """Claims in the reader's territory; those that wait, unless another state is asked for."""
    query = request.GET.copy()
    query.setdefault("state", ClaimState.WAITING)
    facet = choice_facet(query, "state", "状态", ClaimState.choices, many=False)
    rows = Claim.objects.visible_to(request.actor).filter(state__in=[o.value for o in facet.chosen])  # type: ignore[attr-defined]
    page = page_of(rows.select_related("enterprise__organisation", "user"), Order("pk"), request.GET)
    return render(request, "people/claims.html", {"page": page, "bar": FilterBar((facet,))})


@needs("people.claims")
@require_GET
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Who claims what, with which proof, and who is already there."""
    found = _found(request, pk)
    context = {
        "found": found,
        "owners": owners_of(request.actor, found.enterprise, request.today),  # type: ignore[attr-defined]
        "waits": found.state == ClaimState.WAITING and found.user_id != request.actor.user_id,  # type: ignore[attr-defined]
    }
    return render(request, "people/claim.html", context)


@needs("people.claims", fresh=True)
@require_POST
def claim_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or refuse."""
    _found(request, pk)
    approve = request.POST.get("approve") == "1"
    note = request.POST.get("reason", "")
    made = actions.decide(pk, approve, actor=request.actor, on=request.today, note=note)  # type: ignore[attr-defined]
    messages.success(request, f"{made.get_state_display()}：{made.enterprise.organisation.name}")
    return redirect("people:claim_list")


@needs("people.sign_out")
@require_POST
def claim_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The claimant takes it back."""
    _found(request, pk)
    actions.withdraw(pk, actor=request.actor, on=request.today)  # type: ignore[attr-defined]
    messages.success(request, "已撤回认领")
    return redirect("people:mine")


@needs("people.claims")
@require_GET
def claim_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The proof, to be saved; never shown in the app's own origin."""
    return uploads.download(_found(request, pk).file)


def _found(request: HttpRequest, pk: int) -> Claim:
    rows = Claim.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    found: Claim = get_object_or_404(
        rows.select_related("enterprise__organisation", "user", "file", "decided_by"), pk=pk
    )
    return found
