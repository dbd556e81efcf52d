"""What people do with a to-do itself: take it, give it back, hand open work over. The step is taken elsewhere."""

from datetime import date

from django.db import transaction
from django.db.models import F, Q

from anfu.core import clock, ledger
from anfu.core.actor import Actor
from anfu.core.refusal import Refused, Stale
from anfu.people.models import User
from anfu.people.todos.models import Todo

ABSENT = "没有找到这件待办，或者已经办结。请刷新后再看。"


@transaction.atomic
def take(todo_id: int, *, version: int, actor: Actor, on: date) -> Todo:
    """This person deals with it (认领), so that no two do. Stale where somebody was faster."""
    return _move(todo_id, version, actor, on, taker=actor.user_id)


@transaction.atomic
def release(todo_id: int, *, version: int, actor: Actor, on: date) -> Todo:
    """Give it back to the office; only who took it can."""
    return _move(todo_id, version, actor, on, taker=None)


@transaction.atomic
def hand_over(leaving: User, successor: User, *, actor: Actor, on: date) -> int:
    """All open to-dos that one person holds or has taken pass to another, in one step; returns how many.

    The caller has checked that the actor may do so.
    """
    held = Todo.objects.waiting().filter(Q(person=leaving.pk) | Q(taken_by=leaving.pk))
    keys = list(held.select_for_update().values_list("pk", flat=True))
    rows = Todo.objects.filter(pk__in=keys)
    rows.filter(person=leaving.pk).update(person=successor.pk, version=F("version") + 1)
    rows.filter(taken_by=leaving.pk).update(taken_by=successor.pk, version=F("version") + 1)
    if keys:
        after = {"from": leaving.username, "to": successor.username, "todos": keys}
        ledger.record("people.todos_handed_over", f"user:{leaving.username}", actor=actor, on=on, after=after)
    return len(keys)


def _move(todo_id: int, version: int, actor: Actor, on: date, *, taker: int | None) -> Todo:
    visible = Todo.objects.waiting().visible_to(actor).select_for_update(of=("self",))
    found: Todo | None = visible.select_related("taken_by").filter(pk=todo_id).first()
    if found is None:
        raise Refused(ABSENT)
    if found.person_id is not None:
        raise Refused("这件事只等你一个人，不用认领。")
    if found.version != version or (found.taken_by_id is not None and found.taken_by_id != actor.user_id):
        raise Stale(_who_has_it(found))
    before = {"taken_by": found.taken_by_id}
    found.taken_by_id, found.taken_at = taker, clock.now() if taker else None
    found.version += 1
    found.save(update_fields=["taken_by", "taken_at", "version"])
    verb = "people.todo_taken" if taker else "people.todo_released"
    ledger.record(
        verb, f"todo:{found.pk}", actor=actor, on=on, stream=found.division or None, before=before,
        after={"taken_by": taker, "kind": found.kind, "subject": found.subject},
    )  # fmt: skip
    return found


def _who_has_it(found: Todo) -> str:
    if found.taken_by is None:
        return "这件待办刚被退回。请刷新后再认领。"
    return f"{found.taken_by.name}已经认领了这件待办。你什么都不用做。"
