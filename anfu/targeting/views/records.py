"""Grounds added by hand, supervised listings and accidents: their forms, and the list of listings."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from anfu.core import money, uploads
from anfu.core.editions import edition_of, must_be_given
from anfu.core.permissions import needs
from anfu.core.reading.counted import counted
from anfu.core.refusal import Refused, Stale
from anfu.core.web.facets import FilterBar, choice_facet
from anfu.core.web.pages import Order, page_of
from anfu.core.web.shell import requested_day
from anfu.registry import divisions
from anfu.registry.models import Enterprise
from anfu.targeting.actions import add_ground, delist, record_accident, record_listing
from anfu.targeting.actions.accidents import AccidentRow
from anfu.targeting.actions.listings import ListingRow
from anfu.targeting.forms import AccidentForm, DelistForm, EnterpriseForm, GroundForm, ListingForm
from anfu.targeting.models import ListingLevel, SupervisedListing
from anfu.targeting.web import enterprise_href

Act = Callable[[HttpRequest, int, dict[str, Any]], object]


@needs("targeting.decide")
@require_http_methods(["GET", "POST"])
def ground_new(request: HttpRequest) -> HttpResponse:
    """A ground that the officer saw."""
    return _record(request, GroundForm, _add_ground, "补记高危情形", "登记里没有写、现场看到的情形", "补记")


@needs("targeting.record")
@require_http_methods(["GET", "POST"])
def listing_new(request: HttpRequest) -> HttpResponse:
    """A government put a major hazard on its list."""
    return _record(request, ListingForm, _record_listing, "登记挂牌督办", "《实施方案》二(一)4", "登记")


@needs("targeting.record")
@require_http_methods(["GET", "POST"])
def accident_new(request: HttpRequest) -> HttpResponse:
    """An accident."""
    return _record(request, AccidentForm, _record_accident, "登记事故", "《实施方案》二(一)5", "登记")


@needs("targeting.view")
@require_GET
@counted
def listings(request: HttpRequest) -> HttpResponse:
    """Listings, those open on the day or all."""
    on, query = requested_day(request), request.GET
    rows = SupervisedListing.objects.visible_to(request.actor).filter(listed_on__lte=on)  # type: ignore[attr-defined]
    if query.get("closed") != "1":
        rows = rows.exclude(delisted_on__lte=on)
    bar = FilterBar(
        (
            choice_facet(query, "level", "级别", ListingLevel.choices),
            choice_facet(query, "closed", "已摘牌", [("1", "也看已摘牌的")], many=False),
        )
    )
    if bar.facets[0].chosen:
        rows = rows.filter(level__in=[option.value for option in bar.facets[0].chosen])
    named = rows.select_related("enterprise__organisation").annotate(place=F("enterprise__division"))
    page = page_of(named, Order("due_on"), query)
    lines = [_line(row) for row in page.rows]
    context = {"bar": bar, "page": page, "rows": lines, "total": rows.count(), "on": on}
    return render(request, "targeting/listings.html", context)


@needs("targeting.record")
@require_http_methods(["GET", "POST"])
def listing_delist(request: HttpRequest, pk: int) -> HttpResponse:
    """A listing is taken off."""
    rows = SupervisedListing.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    listing = get_object_or_404(rows.select_related("enterprise__organisation"), pk=pk)
    first = {"delisted_on": request.today, "version": edition_of(listing)}  # type: ignore[attr-defined]
    form = DelistForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        must_be_given(form.cleaned_data["version"])
        try:
            delist(pk, actor=request.actor, on=request.today, **form.cleaned_data)  # type: ignore[attr-defined]
        except Stale:
            raise
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, f"已摘牌：{listing.number}")
            return redirect("targeting:listings")
    context = {"form": form, "listing": listing, "title": f"摘牌 {listing.number}"}
    return render(request, "targeting/delist.html", context, status=422 if form.errors else 200)


def _line(row: Any) -> dict[str, Any]:
    organisation = row.enterprise.organisation
    place = divisions.short_label(row.place)
    return {
        "listing": row,
        "name": organisation.name,
        "href": enterprise_href(organisation.uscc),
        "place": place,
    }


def _record(
    request: HttpRequest, kind: type[EnterpriseForm], act: Act, title: str, sub: str, verb: str
) -> HttpResponse:
    """Show a form about one firm, and act on it."""
    initial = {"uscc": request.GET.get("uscc", "")}
    posted = request.method == "POST"
    form = kind(request.POST, request.FILES) if posted else kind(initial=initial)
    if posted and form.is_valid() and (firm := _firm(request, form)) is not None:
        try:
            act(request, firm.pk, {k: v for k, v in form.cleaned_data.items() if k != "uscc"})
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, f"已保存：{firm.organisation.name}")
            return redirect(enterprise_href(firm.organisation.uscc))
    context = {"form": form, "title": title, "sub": sub, "verb": verb, "files": "file" in form.fields}
    return render(request, "targeting/record.html", context, status=422 if form.errors else 200)


def _firm(request: HttpRequest, form: forms.Form) -> Enterprise | None:
    rows = Enterprise.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    found: Enterprise | None = (
        rows.select_related("organisation").filter(organisation__uscc=form.cleaned_data["uscc"]).first()
    )
    if found is None:
        form.add_error("uscc", "你的管辖范围里没有这个代码的企业。请核对执照，或先导入名册")
    return found


def _add_ground(request: HttpRequest, firm: int, typed: dict[str, Any]) -> object:
    upload = typed.pop("file")
    kept = uploads.take(upload, name=upload.name, actor=request.actor) if upload else None  # type: ignore[attr-defined]
    return add_ground(firm, actor=request.actor, on=request.today, file=kept, **typed)  # type: ignore[attr-defined]


def _record_listing(request: HttpRequest, firm: int, typed: dict[str, Any]) -> object:
    return record_listing(ListingRow(firm, **typed), actor=request.actor, on=request.today)  # type: ignore[attr-defined]


def _record_accident(request: HttpRequest, firm: int, typed: dict[str, Any]) -> object:
    text = typed.pop("loss").strip()
    try:
        loss = money.fen(text) if text else None
    except ValueError as wrong:
        raise Refused(str(wrong), field="loss") from wrong
    row = AccidentRow(firm, loss_fen=loss, **typed)
    return record_accident(row, actor=request.actor, on=request.today)  # type: ignore[attr-defined]
