"""Signals of `core.waiting` become rows, inside the transaction of the action that told them."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from anfu.core import clock, waiting
from anfu.core.waiting import Waiting
from anfu.people.todos import days
from anfu.people.todos.addressees import first_level
from anfu.people.todos.models import Todo
from anfu.people.todos.telling import tell_began, tell_ended

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
    tell_began(made)
    return made


@transaction.atomic
def end(kind: str, subject: str) -> int:
    """How many rows ended: one, or none where nothing waited."""
    found = Todo.objects.waiting().select_for_update().filter(kind=kind, subject=subject).first()
    if found is None:
        return 0
    found.ended_at = clock.now()
    found.save(update_fields=["ended_at"])
    tell_ended(found)
    return 1


def _row(told: Waiting) -> Todo:
    now = clock.now()
    row = Todo(kind=told.kind, subject=told.subject, begun_at=now, begun_by_id=told.begun_by)
    row.organisation_id, row.person_id = told.organisation, told.person
    for name in FACTS:
        setattr(row, name, getattr(told, name))
    row.title = told.title[:200]
    row.due_on = _due(told, clock.today())
    row.level = first_level(row)
    return row


def _due(told: Waiting, begun_on: date) -> date | None:
    """The day told or that of the kind's own pace in working days, whichever is nearer."""
    known = (told.due_on, days.due_on(told.kind, told.division, begun_on))
    return min((day for day in known if day is not None), default=None)


def _take_facts(told: Waiting) -> Todo | None:
    found = Todo.objects.waiting().select_for_update().filter(kind=told.kind, subject=told.subject).first()
    if found is None:
        return None
    moved = (told.division, told.town, told.permission) != (found.division, found.town, found.permission)
    for name in FACTS:
        setattr(found, name, getattr(told, name))
    found.title = told.title[:200]
    found.organisation_id, found.person_id = told.organisation, told.person
    if told.due_on is not None:
        found.due_on = _due(told, timezone.localtime(found.begun_at).date())
    if moved:
        found.level = first_level(found)
    found.save()
    return found
