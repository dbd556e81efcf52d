"""Signals of `core.waiting` become rows, inside the transaction of the action that told them."""

from typing import Any

from django.db import IntegrityError, transaction

from anfu.core import clock, waiting
from anfu.core.waiting import Waiting
from anfu.people.todos import days
from anfu.people.todos.addressees import first_level
from anfu.people.todos.models import Todo

FACTS = ("title", "href", "permission", "division", "town")


def connect() -> None:
    """Listen from now on."""
    waiting.began_waiting.connect(_began, dispatch_uid="people.todos.began")
    waiting.ended_waiting.connect(_ended, dispatch_uid="people.todos.ended")


def _began(sender: object, waiting: Waiting, **_: Any) -> None:
    begin(waiting)


def _ended(sender: object, kind: str, subject: str, **_: Any) -> None:
    end(kind, subject)


@transaction.atomic
def begin(told: Waiting) -> Todo:
    """A new row, or the new facts of the one that is open; two at once make one."""
    found = _take_facts(told)
    if found is not None:
        return found
    made = _row(told)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        found = _take_facts(told)
        if found is None:
            raise
        return found
    return made


@transaction.atomic
def end(kind: str, subject: str) -> int:
    """How many rows ended: one, or none where nothing waited."""
    return Todo.objects.waiting().filter(kind=kind, subject=subject).update(ended_at=clock.now())


def _row(told: Waiting) -> Todo:
    now = clock.now()
    row = Todo(kind=told.kind, subject=told.subject, begun_at=now, begun_by_id=told.begun_by)
    row.organisation_id, row.person_id = told.organisation, told.person
    for name in FACTS:
        setattr(row, name, getattr(told, name))
    row.title = told.title[:200]
    row.due_on = told.due_on or days.due_on(told.kind, told.division, clock.today())
    row.level = first_level(row)
    return row


def _take_facts(told: Waiting) -> Todo | None:
    found = Todo.objects.waiting().select_for_update().filter(kind=told.kind, subject=told.subject).first()
    if found is None:
        return None
    moved = (told.division, told.town, told.permission) != (found.division, found.town, found.permission)
    for name in FACTS:
        setattr(found, name, getattr(told, name))
    found.title = told.title[:200]
    found.organisation_id, found.person_id = told.organisation, told.person
    found.due_on = told.due_on or found.due_on
    if moved:
        found.level = first_level(found)
    found.save()
    return found
