"""When somebody leaves, their to-dos go to the successor in the same step as their roles."""

from datetime import date
from typing import Any

from django.db.models import Q

from anfu.core.actor import Actor
from anfu.people.actions.handover import handed_over
from anfu.people.models import User
from anfu.people.todos.actions import hand_over
from anfu.people.todos.models import Todo


def connect() -> None:
    """Listen from now on."""
    handed_over.connect(_move, dispatch_uid="people.todos.handing")


def _move(
    sender: object, leaving: User, successor: User, actor: Actor, on: date, preview: bool, **_: Any
) -> tuple[str, int] | None:
    if preview:
        held = Todo.objects.waiting().filter(Q(person=leaving.pk) | Q(taken_by=leaving.pk)).count()
    else:
        held = hand_over(leaving, successor, actor=actor, on=on)
    return ("待办", held) if held else None
