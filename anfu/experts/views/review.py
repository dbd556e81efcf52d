"""What the office does: nominate, correct, decide, record a training or an award."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from anfu.core.editions import edition_of, seen_in
from anfu.core.permissions import needs
from anfu.core.web.refusing import done
from anfu.experts.actions import applying, keeping, reviewing
from anfu.experts.forms import ProfileForm, TalentForm, typed_day
from anfu.experts.models import Expert
from anfu.experts.views.pool import shown


@needs("experts.review")
@require_http_methods(["GET", "POST"])
def nominate(request: HttpRequest) -> HttpResponse:
    """An office proposes a person; another decides."""
    if request.method != "POST":
        return render(request, "experts/form.html", {"form": ProfileForm(), "expert": None, "version": ""})
    form = ProfileForm(request.POST)
    who = {"actor": request.actor, "on": request.today}  # type: ignore[attr-defined]
    if made := done(form, lambda: applying.nominate(form.profile(), **who)):
        messages.success(request, f"已推荐 {made.name}，等另一位审核")
        return redirect("experts:expert", made.pk)
    return render(request, "experts/form.html", {"form": form, "expert": None, "version": ""}, status=422)


@needs("experts.review")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The office, or whoever nominated, corrects what is filed."""
    found = _mended(request, pk)
    version = seen_in(request) if request.method == "POST" else edition_of(found)
    form = ProfileForm(request.POST, filed=True) if request.method == "POST" else ProfileForm.of(found)
    who = {"actor": request.actor, "on": request.today, "seen": version}  # type: ignore[attr-defined]
    if request.method == "POST" and done(form, lambda: applying.change(pk, form.profile(), **who)):
        messages.success(request, "已保存")
        return redirect("experts:expert", pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "expert": found, "version": version}
    return render(request, "experts/form.html", context, status=status)


@needs("experts.review")
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """In, back, out, a pause, a new term."""
    _decided(request, pk)
    made = reviewing.decide(
        pk,
        request.POST.get("verb", ""),
        reason=request.POST.get("reason", ""),
        until=typed_day(request.POST.get("until", "")),
        seen=seen_in(request),
        actor=request.actor,  # type: ignore[attr-defined]
        on=request.today,  # type: ignore[attr-defined]
    )
    messages.success(request, f"{made.name}：{made.get_state_display()}")
    return redirect("experts:expert", pk)


@needs("experts.review")
@require_POST
def resubmit(request: HttpRequest, pk: int) -> HttpResponse:
    """A returned nomination is handed in again."""
    _mended(request, pk)
    who = {"actor": request.actor, "on": request.today}  # type: ignore[attr-defined]
    made = applying.resubmit(pk, seen=seen_in(request), **who)
    messages.success(request, f"已重新提交 {made.name}，等另一位审核")
    return redirect("experts:expert", pk)


@needs("experts.review")
@require_POST
def talent(request: HttpRequest, pk: int) -> HttpResponse:
    """A training or an award is recorded."""
    _decided(request, pk)
    form = TalentForm(request.POST)
    who = {"actor": request.actor, "on": request.today}  # type: ignore[attr-defined]
    if done(form, lambda: keeping.record_talent(pk, **form.cleaned_data, **who)):
        messages.success(request, "已记入培养激励记录")
        return redirect("experts:expert", pk)
    return shown(request, pk, form, status=422)


def _decided(request: HttpRequest, pk: int) -> Expert:
    actor = request.actor  # type: ignore[attr-defined]
    rows = Expert.objects.visible_to(actor).decided_by(actor).select_related("employer")
    found: Expert = get_object_or_404(rows, pk=pk)
    return found


def _mended(request: HttpRequest, pk: int) -> Expert:
    actor = request.actor  # type: ignore[attr-defined]
    rows = Expert.objects.visible_to(actor).mended_by(actor).select_related("employer")
    found: Expert = get_object_or_404(rows, pk=pk)
    return found
