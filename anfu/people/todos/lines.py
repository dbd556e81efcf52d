"""To-dos as lines of a page, grouped by their deadline."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from anfu.core.actor import Actor
from anfu.core.standing import Standing
from anfu.core.web.formats import remaining, urgency
from anfu.people.todos.kinds import kind_of
from anfu.people.todos.models import Todo
from anfu.people.todos.queries import WHENS, when_of

KINDS = {"overdue": "bad", "today": "warn"}


def todo_line(todo: Todo, actor: Actor, on: date, place: str = "") -> dict[str, Any]:
    """One row: what, its facts, the deadline, and the verb that leads to the step."""
    kind = kind_of(todo.kind)
    taken = "" if todo.taken_by is None else f"{todo.taken_by.name}已认领"
    own = todo.person_id is not None
    return {
        "pk": todo.pk,
        "version": todo.version,
        "icon": kind.icon,
        "title": todo.title,
        "href": todo.href,
        "verb": kind.verb,
        "detail": " · ".join(each for each in (kind.label, place, taken) if each),
        "when": remaining(todo.due_on, on) if todo.due_on else "",
        "when_kind": urgency(todo.due_on, on) if todo.due_on else "mute",
        "group": when_of(todo.due_on, on),
        "takeable": not own and todo.taken_by_id is None,
        "mine": todo.taken_by_id is not None and todo.taken_by_id == actor.user_id,
        "by_other": todo.taken_by_id is not None and todo.taken_by_id != actor.user_id,
    }


def standing_line(line: Standing, on: date) -> dict[str, Any]:
    """A line of work that is counted, in the same form; nobody takes it."""
    return {
        "pk": None,
        "icon": line.icon,
        "title": line.title,
        "href": line.href,
        "verb": line.verb,
        "detail": line.detail,
        "when": remaining(line.due_on, on) if line.due_on else "",
        "when_kind": urgency(line.due_on, on) if line.due_on else "mute",
        "group": when_of(line.due_on, on),
        "takeable": False,
        "mine": False,
        "by_other": False,
    }


def grouped(lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """[{code, label, kind, lines}] in the order of urgency; an empty group is left out."""
    found: dict[str, list[dict[str, Any]]] = {code: [] for code in WHENS}
    for line in lines:
        found[line["group"]].append(line)
    return [
        {"code": code, "label": WHENS[code], "kind": KINDS.get(code, "mute"), "lines": rows}
        for code, rows in found.items()
        if rows
    ]
