"""The steps of a draw: prepare, hand in, freeze, reveal, draw, close, cancel."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from anfu.core.editions import seen_in
from anfu.core.permissions import needs
from anfu.core.web.refusing import done
from anfu.experts.actions import drawing, supervising
from anfu.experts.forms import PlanForm
from anfu.experts.models import Draw


@needs("experts.draw")
@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest) -> HttpResponse:
    """The seats, the sources and the two supervisors."""
    typed = request.POST if request.method == "POST" else None
    form = PlanForm(request.actor, typed)  # type: ignore[attr-defined]
    who = {"actor": request.actor, "on": request.today}  # type: ignore[attr-defined]
    if request.method == "POST" and (made := done(form, lambda: drawing.prepare(form.plan(), **who))):
        messages.success(request, "已准备好，等两位监督人交口令的校验码")
        return redirect("experts:draw", made.pk)
    return render(
        request, "experts/prepare.html", {"form": form}, status=422 if request.method == "POST" else 200
    )


@needs("experts.supervise")
@require_POST
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """A supervisor's nonce, of which only the hash is kept."""
    _mine(request, pk)
    supervising.hand_in(pk, request.POST.get("nonce", ""), actor=request.actor, on=request.today)  # type: ignore[attr-defined]
    messages.success(request, "校验码已收下。请记住口令，一个字都不能差")
    return redirect("experts:draw", pk)


@needs("experts.supervise")
@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """The words behind the hash."""
    _mine(request, pk)
    supervising.reveal(pk, request.POST.get("nonce", ""), actor=request.actor, on=request.today)  # type: ignore[attr-defined]
    messages.success(request, "口令已公布")
    return redirect("experts:draw", pk)


@needs("experts.draw")
@require_POST
def commit(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze the pool and publish the commitment."""
    drawing.commit(_own(request, pk), **_who(request))
    messages.success(request, "名单已冻结并公开，从现在起谁都不能改")
    return redirect("experts:draw", pk)


@needs("experts.draw")
@require_POST
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """The public number, which comes last; then chance."""
    found = get_object_or_404(Draw.objects.visible_to(request.actor), pk=_own(request, pk))  # type: ignore[attr-defined]
    value = request.POST.get("value", "")
    drawing.draw(pk, dict.fromkeys(found.public_name.split("、"), value), **_who(request))
    messages.success(request, "已抽取，抽中的专家正在收到通知")
    return redirect("experts:draw", pk)


@needs("experts.draw")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """After the review: salts and names are public."""
    drawing.close(_own(request, pk), **_who(request))
    messages.success(request, "结果已公布，谁都能核")
    return redirect("experts:draw", pk)


@needs("experts.draw")
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """In public, for a reason; the purpose is used up."""
    drawing.cancel(_own(request, pk), reason=request.POST.get("reason", ""), **_who(request))
    messages.success(request, "已取消，理由已公开")
    return redirect("experts:draw", pk)


def _own(request: HttpRequest, pk: int) -> int:
    """The key of a draw of one's own office."""
    actor = request.actor  # type: ignore[attr-defined]
    if not Draw.objects.visible_to(actor).filter(pk=pk, party=actor.party_id).exists():
        raise Http404
    return pk


def _mine(request: HttpRequest, pk: int) -> None:
    actor = request.actor  # type: ignore[attr-defined]
    if not Draw.objects.visible_to(actor).filter(pk=pk, supervisors__user=actor.user_id).exists():
        raise Http404


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "on": request.today, "seen": seen_in(request)}  # type: ignore[attr-defined]
