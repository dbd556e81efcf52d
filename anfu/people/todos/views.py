"""The list of to-dos, and taking one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from anfu.core.actor import Actor
from anfu.core.permissions import needs
from anfu.core.web.facets import Facet, FilterBar, choice_facet
from anfu.core.web.pages import Order, page_of
from anfu.people.todos import actions
from anfu.people.todos.kinds import kind_of, kinds
from anfu.people.todos.lines import todo_line
from anfu.people.todos.models import Todo
from anfu.people.todos.queries import WHENS, TodoQuerySet
from anfu.registry import divisions

# Whoever is signed in may have something to do; which things, `visible_to` says.
SIGNED_IN = "people.sign_out"
WHOSE = {"desk": "等本单位办的", "mine": "我认领的", "all": "辖区里全部"}


@needs(SIGNED_IN)
@require_GET
def todo_list(request: HttpRequest) -> HttpResponse:
    """Open to-dos, filtered, page by page, the nearest deadline first."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    facets = _facets(request, actor)
    rows = _filtered(actor, facets, on)
    page = page_of(rows.select_related("taken_by"), Order("due_on", nullable=True), request.GET)
    places = {each.code: each.name for each in divisions.counties()} if actor.whole_city else {}
    context = {
        "bar": FilterBar(tuple(facets.values())),
        "page": page,
        "total": rows.count(),
        "lines": [todo_line(each, actor, on, places.get(each.division, "")) for each in page],
    }
    return render(request, "people/todos.html", context)


@needs(SIGNED_IN)
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """This person deals with it."""
    taken = actions.take(_visible(request, pk), version=_version(request), **_who(request))
    messages.success(request, f"已认领：{taken.title}")
    return _back(request)


@needs(SIGNED_IN)
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the office."""
    given = actions.release(_visible(request, pk), version=_version(request), **_who(request))
    messages.success(request, f"已退回给本单位：{given.title}")
    return _back(request)


def _facets(request: HttpRequest, actor: Actor) -> dict[str, Facet]:
    query = request.GET
    found = {
        "whose": choice_facet(query, "whose", "谁的", list(WHOSE.items()), many=False),
        "when": choice_facet(query, "when", "期限", list(WHENS.items()), many=False),
        "kind": choice_facet(
            query, "kind", "种类", [(code, kind_of(code).label) for code in sorted(kinds())]
        ),
    }
    if actor.whole_city:
        found["division"] = choice_facet(query, "division", "地区", divisions.county_choices())
    return found


def _filtered(actor: Actor, facets: dict[str, Facet], on: Any) -> TodoQuerySet:
    chosen = {name: [option.value for option in facet.chosen] for name, facet in facets.items()}
    whose = (chosen["whose"] or ["desk"])[0]
    rows: TodoQuerySet = Todo.objects.visible_to(actor).waiting()
    if whose == "desk":
        rows = rows.on_desk_of(actor)
    if whose == "mine":
        rows = rows.filter(taken_by=actor.user_id)
    if chosen["when"]:
        rows = rows.when(chosen["when"][0], on)
    if chosen["kind"]:
        rows = rows.filter(kind__in=chosen["kind"])
    if chosen.get("division"):
        rows = rows.filter(division__in=chosen["division"])
    return rows


def _visible(request: HttpRequest, pk: int) -> int:
    if not Todo.objects.visible_to(request.actor).filter(pk=pk).exists():  # type: ignore[attr-defined]
        raise Http404
    return pk


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else -1


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "on": request.today}  # type: ignore[attr-defined]


def _back(request: HttpRequest) -> HttpResponse:
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return redirect(asked if safe and asked.startswith("/") else "people:todo_list")
