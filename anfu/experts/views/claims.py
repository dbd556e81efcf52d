"""认领登记: a nominated person asks for the own entry; the office that decides on the person confirms the account."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from anfu.core.permissions import needs
from anfu.core.web.refusing import done
from anfu.experts.actions import claiming
from anfu.experts.forms import ClaimForm
from anfu.experts.models import Claim
from anfu.people.models import ClaimState

ASKED = "已提出，等单位核对；核对以后登记归你的账号"


@needs("experts.own")
@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest) -> HttpResponse:
    """Name and number, as they were nominated."""
    posted = request.method == "POST"
    form = ClaimForm(request.POST if posted else None, initial={"name": getattr(request.user, "name", "")})
    who = {"actor": request.actor, "on": request.today}  # type: ignore[attr-defined]
    if posted and done(
        form, lambda: claiming.claim(form.cleaned_data["name"], form.cleaned_data["identity"], **who)
    ):
        messages.success(request, ASKED)
        return redirect("experts:mine")
    return render(request, "experts/claim.html", {"form": form}, status=422 if posted else 200)


@needs("experts.own")
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Whoever asked takes it back."""
    claiming.withdraw(actor=request.actor, on=request.today)  # type: ignore[attr-defined]
    messages.success(request, "已撤回认领")
    return redirect("experts:mine")


@needs("experts.review", fresh=True)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the account, or say no."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    if not Claim.objects.visible_to(actor).decided_by(actor).filter(pk=pk).exists():
        raise Http404
    approve, note = request.POST.get("approve") == "1", request.POST.get("reason", "")
    made = claiming.decide(pk, approve, note=note, actor=actor, on=on)
    given = made.state == ClaimState.APPROVED
    messages.success(
        request, f"{made.expert.name} 的登记已归账号 {made.user.username}" if given else "已记下：没有通过"
    )
    return redirect(f"{reverse('experts:expert', args=[made.expert_id])}#claims")
