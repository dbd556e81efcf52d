"""企业库: the list, its saved views."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from anfu.core.editions import edition_of, seen_in
from anfu.core.exports import PURPOSES
from anfu.core.permissions import needs
from anfu.core.reading.counted import counted
from anfu.core.web.query import changed
from anfu.core.web.shell import requested_day
from anfu.registry import divisions, filters, labels
from anfu.registry.actions import saved_views as actions
from anfu.registry.models import SavedView
from anfu.registry.queries import listing, waiting
from anfu.registry.queries import saved_views as views

NOT_SAVED = {"after": None, "before": None, "on": None, "view": None}


@needs("registry.view")
@require_GET
@counted
def enterprise_list(request: HttpRequest) -> HttpResponse:
    """One page of the enterprises that fit the address."""
    actor, today = request.actor, request.today  # type: ignore[attr-defined]
    on, query = requested_day(request), request.GET
    sort, order = filters.order_of(query)
    asked = listing.Asked(query.get("after", ""), query.get("before", ""))
    chosen = filters.parse(query, actor, on)
    page = listing.page(chosen, actor, on=on, today=today, order=order, asked=asked)
    view = views.current(actor, query.get("view", ""))
    context = {
        "page": page,
        "bar": filters.bar(query, actor, on),
        "q": chosen.text,
        "sort": sort,
        "on": on,
        "columns": _columns(request, page, on),
        "views": _tabs(request, page),
        "view": view,
        "view_version": edition_of(view) if view else "",
        "query": changed(query, {"after": None, "before": None}),
        "unplaced": waiting.unplaced_count(actor) if actor.may("registry.edit") else 0,
        "place": _territory(request),
        "divisions": divisions,
        "labels": labels,
        "export_purposes": PURPOSES,
    }
    return render(request, "registry/enterprises.html", context)


@needs("registry.view")
@require_POST
def view_save(request: HttpRequest) -> HttpResponse:
    """Keep the present filter under a name."""
    actor = request.actor  # type: ignore[attr-defined]
    view = actions.save_view(request.POST.get("name", ""), request.POST.get("query", ""), actor=actor)
    messages.success(request, f"已存为视图“{view.name}”")
    return redirect(_address(view))


@needs("registry.view")
@require_POST
def view_rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an own view another name."""
    view = get_object_or_404(views.own(request.actor), pk=pk)  # type: ignore[attr-defined]
    actions.rename_view(view, request.POST.get("name", ""), version=seen_in(request))
    view.refresh_from_db()
    messages.success(request, f"已改名为“{view.name}”")
    return redirect(_address(view))


@needs("registry.view")
@require_POST
def view_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget an own view."""
    view = get_object_or_404(views.own(request.actor), pk=pk)  # type: ignore[attr-defined]
    actions.delete_view(view, version=seen_in(request))
    messages.success(request, f"已删除视图“{view.name}”，企业都没有变")
    return redirect("registry:enterprise_list")


def _address(view: SavedView) -> str:
    query = f"{view.query}&view={view.pk}" if view.query else f"view={view.pk}"
    return f"{reverse('registry:enterprise_list')}?{query}"


def _tabs(request: HttpRequest, page: listing.Listing) -> list[dict[str, Any]]:
    """全部企业, then what the person has saved; a count only where it is known without asking again."""
    asked = changed(request.GET, NOT_SAVED)
    number = None if page.capped or page.sampled else page.total
    everyone = {
        "label": "全部企业",
        "href": reverse("registry:enterprise_list"),
        "current": not asked,
        "query": "",
    }
    own = [
        {
            "label": view.name,
            "href": _address(view),
            "current": request.GET.get("view") == str(view.pk),
            "query": view.query,
        }
        for view in views.own(request.actor)  # type: ignore[attr-defined]
    ]
    tabs = [everyone, *own]
    return [tab | {"count": number if tab["current"] and asked == tab["query"] else None} for tab in tabs]


def _columns(request: HttpRequest, page: listing.Listing, on: Any) -> list[dict[str, Any]]:
    """The columns of other rooms with their cells for this page."""
    actor = request.actor  # type: ignore[attr-defined]
    ids = [version.enterprise_id for version in page.rows]
    shown = filters.columns(actor) if ids else []
    return [{"label": column.label, "cells": column.cells(ids, on, actor)} for column in shown]


def _territory(request: HttpRequest) -> str:
    actor = request.actor  # type: ignore[attr-defined]
    if actor.whole_city:
        return divisions.city().name
    if actor.divisions:
        return "、".join(divisions.label(code) for code in sorted(actor.divisions))
    return "、".join(divisions.town_label(code) for code in sorted(actor.towns))
