"""Programmes: the list, one with whom it hits, the form with its preview, the end."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anfu.core.actor import Actor
from anfu.core.editions import edition_of, seen_in
from anfu.core.permissions import needs
from anfu.core.reading.counted import counted
from anfu.core.refusal import Refused
from anfu.core.web.pages import Order, page_of
from anfu.core.web.shell import requested_day
from anfu.registry import divisions, labels
from anfu.targeting.actions import create_programme, end_programme
from anfu.targeting.models import Programme
from anfu.targeting.programme_form import ProgrammeForm, sentences
from anfu.targeting.programmes.conditions import Condition, read
from anfu.targeting.queries.programmes import visible_hits
from anfu.targeting.web import enterprise_href

PREVIEW = 50


@needs("targeting.view")
@require_GET
def programmes(request: HttpRequest) -> HttpResponse:
    """All that the actor may see, newest first."""
    on = requested_day(request)
    rows = Programme.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    page = page_of(rows, Order("valid_from", descending=True), request.GET)
    lines = [
        {
            "programme": row,
            "place": _place(row),
            "conditions": sentences(read(row.conditions)),
            "runs": runs(row, on),
        }
        for row in page.rows
    ]
    return render(request, "targeting/programmes.html", {"page": page, "rows": lines, "on": on})


@needs("targeting.view")
@require_GET
@counted
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    """One programme and the enterprises of the actor's territory that it hits on the day."""
    actor, on = request.actor, requested_day(request)  # type: ignore[attr-defined]
    found = get_object_or_404(Programme.objects.visible_to(actor), pk=pk)
    conditions = read(found.conditions)
    hits = visible_hits(actor, conditions, found.division, on=on)
    page = page_of(hits.annotate(uscc=F("enterprise__organisation__uscc")), Order("pk"), request.GET)
    context = {
        "programme": found,
        "version": edition_of(found),
        "place": _place(found),
        "conditions": sentences(conditions),
        "runs": runs(found, on),
        "page": page,
        "rows": [_hit(row) for row in page.rows],
        "total": hits.count(),
        "on": on,
        "may_end": actor.may("targeting.programme")
        and (actor.whole_city or found.division in actor.divisions),
    }
    return render(request, "targeting/programme.html", context)


@needs("targeting.programme")
@require_http_methods(["GET", "POST"])
def programme_new(request: HttpRequest) -> HttpResponse:
    """The form; 看看命中谁 shows whom it hits and saves nothing."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    today: date = request.today  # type: ignore[attr-defined]
    first = {"valid_from": today, "office": actor.office, "statuses": ["active"]}
    form = ProgrammeForm(request.POST if request.method == "POST" else None, initial=first, actor=actor)
    hits = None
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        if "preview" in request.POST:
            hits = _preview(actor, typed["conditions"], typed["division"], today)
        elif made := _create(form, actor, today):
            messages.success(request, f"已设立专项：{made.name}。数字在后台更新")
            return redirect("targeting:programme", made.pk)
    status = 422 if form.errors else 200
    return render(request, "targeting/programme_form.html", {"form": form, "hits": hits}, status=status)


@needs("targeting.programme")
@require_POST
def programme_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The programme ends today."""
    actor, today = request.actor, request.today  # type: ignore[attr-defined]
    get_object_or_404(Programme.objects.visible_to(actor), pk=pk)
    why, seen = request.POST.get("reason", ""), seen_in(request)
    ended = end_programme(pk, actor=actor, on=today, valid_to=today, reason=why, version=seen)
    messages.success(request, f"已结束专项：{ended.name}")
    return redirect("targeting:programme", pk)


def runs(row: Programme, on: date) -> tuple[str, str]:
    """(kind, words) of where a programme stands on the day."""
    if row.valid_from > on:
        return "mute", "未开始"
    return ("mute", "已结束") if row.valid_to and row.valid_to <= on else ("info", "进行中")


def _create(form: ProgrammeForm, actor: Actor, today: date) -> Programme | None:
    typed = form.cleaned_data
    named = {name: typed[name] for name in ("division", "valid_from", "valid_to", "office")}
    raw = [condition.as_json() for condition in typed["conditions"]]
    try:
        return create_programme(typed["name"], conditions=raw, actor=actor, on=today, **named)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return None


def _preview(actor: Actor, conditions: tuple[Condition, ...], division: str, on: date) -> dict[str, Any]:
    found = visible_hits(actor, conditions, division, on=on)
    rows = found.annotate(uscc=F("enterprise__organisation__uscc")).order_by("pk")[:PREVIEW]
    return {"count": found.count(), "rows": [_hit(row) for row in rows], "conditions": sentences(conditions)}


def _hit(version: Any) -> dict[str, Any]:
    return {
        "name": version.name,
        "href": enterprise_href(version.uscc),
        "place": f"{divisions.short_label(version.division)} {divisions.town_label(version.town)}",
        "industry": labels.industry(version.industry),
        "employees": version.employees,
    }


def _place(row: Programme) -> str:
    return divisions.label(row.division) if row.division else "全市"
