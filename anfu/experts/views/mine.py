"""The expert's own page: questions to answer, one's entry, ties, days away."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anfu.core.editions import edition_of, seen_in
from anfu.core.permissions import needs
from anfu.core.refusal import Refused
from anfu.core.web.refusing import done
from anfu.experts.actions import answering, applying, claiming, declaring, keeping
from anfu.experts.forms import AwayForm, ProfileForm, TieForm, refusal_choices, typed_day
from anfu.experts.models import Claim, Declaration, Expert, Talent, Use
from anfu.experts.views.claims import ASKED
from anfu.experts.web.rows import expert_line, use_line

SHOWN = 50


@needs("experts.own")
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What waits for an answer comes first."""
    return _page(request, TieForm())


@needs("experts.own")
@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """Apply for the pool, or change what is filed."""
    found, posted = _own(request), request.method == "POST"
    version = request.POST.get("version", "") if posted else edition_of(found) if found else ""
    form = (
        ProfileForm(request.POST, filed=found is not None)
        if posted
        else ProfileForm.of(found)
        if found
        else _blank(request)
    )
    who = _who(request)
    if (
        posted
        and found
        and done(form, lambda: applying.change(found.pk, form.profile(), seen=seen_in(request), **who))
    ):
        messages.success(request, "已保存")
        return redirect("experts:mine")
    if posted and not found and (made := done(form, lambda: claiming.apply_or_claim(form.profile(), **who))):
        messages.success(request, f"单位推荐过你：{ASKED}" if isinstance(made, Claim) else "已提交，等审核")
        return redirect("experts:mine")
    context = {"form": form, "expert": found, "version": version, "own": True}
    return render(request, "experts/form.html", context, status=422 if posted else 200)


@needs("experts.own")
@require_POST
def submit(request: HttpRequest) -> HttpResponse:
    """Hand a returned application in again."""
    applying.submit(seen=seen_in(request), **_who(request))
    messages.success(request, "已重新提交")
    return redirect("experts:mine")


@needs("experts.own")
@require_POST
def away(request: HttpRequest) -> HttpResponse:
    """Days on which no work is taken."""
    form = AwayForm(request.POST)
    if not form.is_valid():
        raise Refused("日期没有看懂，没有保存。请重新选。")
    keeping.be_away(**form.cleaned_data, **_who(request))
    messages.success(request, "已保存")
    return redirect("experts:mine")


@needs("experts.own")
@require_POST
def declare(request: HttpRequest) -> HttpResponse:
    """A tie to a party."""
    form = TieForm(request.POST)

    def act() -> Declaration:
        data: dict[str, Any] = dict(form.cleaned_data)
        return declaring.declare(data.pop("kind"), data.pop("uscc"), **data, **_who(request))

    if done(form, act):
        messages.success(request, "已申报，抽取和邀请时会自动回避")
        return redirect("experts:mine")
    return _page(request, form, status=422)


@needs("experts.own")
@require_POST
def tie_end(request: HttpRequest, pk: int) -> HttpResponse:
    """A tie is over."""
    _must_be_mine(request, pk)
    day = typed_day(request.POST.get("valid_to", ""))
    if day is None:
        raise Refused("请选结束的日期。没有保存。", field="valid_to")
    declaring.end(pk, day, seen=seen_in(request), **_who(request))
    messages.success(request, "已记下结束日期")
    return redirect("experts:mine")


@needs("experts.own")
@require_POST
def tie_retract(request: HttpRequest, pk: int) -> HttpResponse:
    """A tie was declared by mistake."""
    _must_be_mine(request, pk)
    declaring.retract(pk, seen=seen_in(request), **_who(request))
    messages.success(request, "已撤回")
    return redirect("experts:mine")


@needs("experts.own")
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, or decline and say why."""
    if not Use.objects.visible_to(request.actor).mine(request.actor).filter(pk=pk).exists():  # type: ignore[attr-defined]
        raise Http404
    accept = request.POST.get("accept", "") == "1"
    reason, note = request.POST.get("why", ""), request.POST.get("note", "")
    answering.answer(pk, accept, reason=reason, note=note, **_who(request))
    messages.success(request, "已接受" if accept else "已答复不能参加")
    return redirect("experts:mine")


def _page(request: HttpRequest, form: TieForm, *, status: int = 200) -> HttpResponse:
    found, on = _own(request), request.today  # type: ignore[attr-defined]
    actor = request.actor  # type: ignore[attr-defined]
    uses = Use.objects.visible_to(actor).mine(actor).select_related("evaluation", "line__draw")
    ties = Declaration.objects.visible_to(actor).filter(expert=found, retracted_at=None)
    context: dict[str, Any] = {
        "found": found, "form": form, "away": AwayForm(), "reasons": refusal_choices(),
        "claim": Claim.objects.visible_to(actor).mine(actor).first(),
        "line": expert_line(found, on) if found else None, "version": edition_of(found) if found else "",
        "asked": [use_line(each) for each in uses.waiting().order_by("answer_by", "pk")],
        "uses": [use_line(each) for each in uses.exclude(state="asked").order_by("-pk")[:SHOWN]],
        "ties": [(each, edition_of(each)) for each in ties.select_related("organisation").order_by("-pk")],
        "talents": Talent.objects.visible_to(actor).filter(expert=found).order_by("-on"),
    }  # fmt: skip
    return render(request, "experts/mine.html", context, status=status)


def _blank(request: HttpRequest) -> ProfileForm:
    user = request.user
    return ProfileForm(initial={"name": getattr(user, "name", ""), "phone": getattr(user, "phone", "")})


def _own(request: HttpRequest) -> Expert | None:
    rows = Expert.objects.visible_to(request.actor).select_related("employer")  # type: ignore[attr-defined]
    found: Expert | None = rows.filter(user=request.actor.user_id).first()  # type: ignore[attr-defined]
    return found


def _must_be_mine(request: HttpRequest, pk: int) -> None:
    rows = Declaration.objects.visible_to(request.actor).filter(expert__user=request.actor.user_id)  # type: ignore[attr-defined]
    if not rows.filter(pk=pk).exists():
        raise Http404


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "on": request.today}  # type: ignore[attr-defined]
