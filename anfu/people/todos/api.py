"""To-dos over the API, from the same queries and actions as the pages."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from anfu.core.api import Body, permitted
from anfu.core.standing import CAP, standing_for
from anfu.people.todos import actions
from anfu.people.todos.kinds import kind_of
from anfu.people.todos.models import Todo
from anfu.people.todos.queries import TodoQuerySet, when_of
from anfu.people.todos.views import SIGNED_IN

router = Router(tags=["待办与消息"])
LIMIT = 200
Whose = Literal["desk", "mine", "all"]
When = Literal["overdue", "today", "week", "later", "none"]


class TodoOut(Schema):
    """One step that waits. `version` goes back with take and release; `when` is as of today."""

    id: int
    kind: str
    kind_label: str
    subject: str
    title: str
    href: str
    verb: str
    division: str
    town: str
    level: str
    begun_at: datetime
    due_on: date | None
    when: str
    personal: bool
    taken_by: str | None
    taken_by_me: bool
    version: int


class TodoPage(Schema):
    """`after` asks for the next page, null at the end."""

    rows: list[TodoOut]
    after: int | None


class StandingOut(Schema):
    """Work that is counted; `count` beyond `cap` means "more than"."""

    kind: str
    title: str
    href: str
    verb: str
    count: int
    cap: int
    due_on: date | None


class VersionIn(Body):
    """The version that was seen."""

    version: int


@router.get("/todos", response=TodoPage, summary="待办列表")
@permitted(SIGNED_IN)
def todos(
    request: HttpRequest, whose: Whose = "desk", when: When | None = None, kind: str = "",
    after: int = 0, limit: int = 50,
) -> dict[str, Any]:  # fmt: skip
    """Open to-dos by key: of the own office's desk, taken by oneself, or all of the territory."""
    actor, on = request.actor, request.today  # type: ignore[attr-defined]
    rows: TodoQuerySet = Todo.objects.visible_to(actor).waiting().filter(pk__gt=after)
    rows = rows.on_desk_of(actor) if whose == "desk" else rows
    rows = rows.filter(taken_by=actor.user_id) if whose == "mine" else rows
    rows = rows.when(when, on) if when else rows
    rows = rows.filter(kind=kind) if kind else rows
    size = max(1, min(limit, LIMIT))
    found = list(rows.select_related("taken_by").order_by("pk")[: size + 1])
    page = found[:size]
    return {
        "rows": [_out(each, request) for each in page],
        "after": page[-1].pk if len(found) > size else None,
    }


@router.get("/todos/standing", response=list[StandingOut], summary="按数量列出的待办")
@permitted(SIGNED_IN)
def standing(request: HttpRequest) -> list[dict[str, Any]]:
    """What waits in numbers for the actor's territory."""
    names = ("kind", "title", "href", "verb", "count", "due_on")
    lines = standing_for(request.actor, request.today)  # type: ignore[attr-defined]
    return [{name: getattr(line, name) for name in names} | {"cap": CAP} for line in lines]


@router.post("/todos/{todo_id}/take", response=TodoOut, summary="认领")
@permitted(SIGNED_IN)
def take(request: HttpRequest, todo_id: int, body: VersionIn) -> dict[str, Any]:
    """This person deals with it."""
    _visible(request, todo_id)
    return _out(actions.take(todo_id, version=body.version, **_who(request)), request)


@router.post("/todos/{todo_id}/release", response=TodoOut, summary="退回")
@permitted(SIGNED_IN)
def release(request: HttpRequest, todo_id: int, body: VersionIn) -> dict[str, Any]:
    """Back to the office."""
    _visible(request, todo_id)
    return _out(actions.release(todo_id, version=body.version, **_who(request)), request)


def _visible(request: HttpRequest, todo_id: int) -> None:
    visible = Todo.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    if not visible.filter(pk=todo_id).exists():
        raise Http404


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.actor, "on": request.today}  # type: ignore[attr-defined]


def _out(todo: Todo, request: HttpRequest) -> dict[str, Any]:
    kind = kind_of(todo.kind)
    names = ("id", "kind", "subject", "title", "href", "division", "town", "level", "begun_at", "due_on")
    return {name: getattr(todo, name) for name in names} | {
        "kind_label": kind.label,
        "verb": kind.verb,
        "when": when_of(todo.due_on, request.today),  # type: ignore[attr-defined]
        "personal": todo.person_id is not None,
        "taken_by": todo.taken_by.name if todo.taken_by else None,
        "taken_by_me": todo.taken_by_id is not None and todo.taken_by_id == request.actor.user_id,  # type: ignore[attr-defined]
        "version": todo.version,
    }
