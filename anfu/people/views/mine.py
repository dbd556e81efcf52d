"""我的账号: what I may act as, who stands in for whom, and handing over when I leave."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anfu.core.actor import Actor
from anfu.core.explaining import fitting
from anfu.core.permissions import needs
from anfu.core.refusal import Refused
from anfu.people.actions import handover, lending
from anfu.people.forms import LendForm
from anfu.people.models import Party, User
from anfu.people.queries.acting import held_by
from anfu.people.queries.members import claims_of, lent_by, loans_of, staff_of
from anfu.people.queries.users import visible_to


@needs("people.sign_out")
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """All about one's own account."""
    return _page(request, LendForm(_colleagues(request)))


@needs("people.lend", fresh=True)
@require_POST
def lend(request: HttpRequest) -> HttpResponse:
    """Let a colleague stand in until a day."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    form = LendForm(_colleagues(request), request.POST)
    if form.is_valid():
        try:
            made = lending.lend(
                int(form.cleaned_data["to"]), last_day=form.cleaned_data["last_day"], actor=actor, on=on
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            messages.success(request, f"{made.user.name} 可以代你办事，到 {form.cleaned_data['last_day']}")
            return redirect("people:mine")
    return _page(request, form, status=422)


@needs("people.sign_out")
@require_POST
def loan_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Either of the two ends it."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    get_object_or_404(loans_of(actor), pk=pk)
    lending.end_loan(pk, actor=actor, on=on)
    messages.success(request, "代办已结束")
    return redirect("people:mine")


@needs("people.hand_over", fresh=True)
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, username: str, party: int) -> HttpResponse:
    """Choose the successor, see what moves, do it."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    leaving: User = get_object_or_404(visible_to(actor), username=username)
    at: Party = get_object_or_404(Party.objects.visible_to(actor), pk=party)
    asked = (request.POST if request.method == "POST" else request.GET).get("to", "")
    colleagues = _others(at, leaving, request)
    successor = next((each for each in colleagues if str(each.pk) == asked), None)
    if request.method == "POST" and successor is not None:
        reason = fitting(request.POST.get("reason", ""), 200, field="reason")
        handover.hand_over(leaving, successor, at, actor=actor, on=on, reason=reason)
        messages.success(request, f"已交接给 {successor.name}")
        return redirect("people:mine" if leaving.pk == actor.user_id else "people:user_list")
    plan = handover.plan(leaving, successor, at, actor=actor, on=on) if successor else None
    context = {
        "leaving": leaving,
        "party": at,
        "colleagues": colleagues,
        "successor": successor,
        "plan": plan,
    }
    return render(request, "people/handover.html", context)


def _page(request: HttpRequest, form: LendForm, *, status: int = 200) -> HttpResponse:
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    held = list(held_by(actor, on))
    lent, claims = lent_by(actor, on), claims_of(actor)
    context = {
        "held": held,
        "lent": lent,
        "claims": claims,
        "form": form,
        "may_lend": actor.may("people.lend"),
    }
    return render(request, "people/mine.html", context, status=status)


def _colleagues(request: HttpRequest) -> list[tuple[int, str]]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.may("people.lend"):
        return []
    rows = staff_of(actor, actor.party_id, request.today, without=actor.user_id)  # type: ignore[attr-defined]
    return [(m.user_id, f"{m.user.name}（{m.get_role_display()}）") for m in rows]


def _others(at: Party, leaving: User, request: HttpRequest) -> list[User]:
    rows = staff_of(request.actor, at.pk, request.today, without=leaving.pk)  # type: ignore[attr-defined]
    return list({m.user_id: m.user for m in rows}.values())
