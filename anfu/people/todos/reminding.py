"""Calling to-dos to mind on working days, and lifting overdue ones to the office above."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from anfu.core import clock, jobs, ledger, parameters
from anfu.core.actor import platform
from anfu.people.messages.actions import News, tell
from anfu.people.messages.models import MessageKind
from anfu.people.todos import days
from anfu.people.todos.addressees import addressees, at, level_above
from anfu.people.todos.models import Level, Reminder, Todo

BEGIN_HOUR = 8
BEFORE, DUE, AFTER = "before", "due", "after"
WORDS = {BEFORE: "快到期", DUE: "今天到期", AFTER: "已逾期"}


@dataclass(frozen=True, slots=True)
class Pace:
    """In working days: how long before the deadline, how often after it, and after how many it goes up."""

    before: int
    every: int
    escalate: int


def pace_on(on: date) -> Pace:
    """The pace in force that day."""
    value = parameters.table(on=on)
    names = ("remind_before_days", "remind_every_days", "escalate_days")
    return Pace(*(value[f"people.{name}", ""] for name in names))


def step_of(due_on: date, on: date, pace: Pace) -> str:
    """Which reminder falls on this working day; "" for none."""
    left = days.between(on, due_on)
    if due_on == on:
        return DUE
    if due_on > on:
        return BEFORE if 0 < left == pace.before else ""
    late = days.between(due_on, on)
    return AFTER if late > 0 and late % pace.every == 0 else ""


def lifts_due(due_on: date, on: date, pace: Pace) -> int:
    """How many offices up it should have gone by now."""
    return max(0, days.between(due_on, on)) // pace.escalate if on > due_on else 0


@jobs.periodic("people.reminders", timedelta(hours=1))
def come_round() -> None:
    """Once a working day, from eight in the morning; asked hourly, so that a failure delays it by an hour at most."""
    if timezone.localtime(clock.now()).hour >= BEGIN_HOUR:
        remind_all(clock.today())


def remind_all(on: date) -> int:
    """Remind and escalate what is due that day; a second time the same day does nothing. Returns how many rows."""
    if not days.works(on):
        return 0
    pace, horizon = pace_on(on), on + timedelta(days=40)
    keys = Todo.objects.waiting().filter(due_on__lte=horizon).order_by("pk").values_list("pk", flat=True)
    return sum(_one(key, on, pace) for key in keys.iterator())


@transaction.atomic
def _one(key: int, on: date, pace: Pace) -> int:
    todo = Todo.objects.waiting().select_for_update().filter(pk=key, due_on__isnull=False).first()
    if todo is None or todo.due_on is None:
        return 0
    step = step_of(todo.due_on, on, pace)
    news = [*_reminder(todo, step, on), *_escalations(todo, on, pace)]
    tell(news)
    return len(news)


def _reminder(todo: Todo, step: str, on: date) -> Iterator[News]:
    if not step:
        return
    _, new = Reminder.objects.get_or_create(todo=todo, step=step, day=on)
    if new:
        text = f"{WORDS[step]}：{todo.title}（期限 {todo.due_on}）"
        yield News(_reminded(todo), MessageKind.REMINDER, f"todo:{todo.pk}:{step}:{on}", text, todo.href)


def _reminded(todo: Todo) -> list[int]:
    if todo.taken_by_id is not None:
        return [todo.taken_by_id]
    return list(addressees(todo).values_list("pk", flat=True))


def _escalations(todo: Todo, on: date, pace: Pace) -> Iterator[News]:
    """One office a step. The office above is told of what one person must do, which stays that person's to do."""
    if todo.organisation_id is not None or todo.due_on is None:
        return
    done = Reminder.objects.filter(todo=todo, step__startswith="escalate").count()
    above = level_above(todo)
    if done >= lifts_due(todo.due_on, on, pace) or not above:
        return
    _, new = Reminder.objects.get_or_create(todo=todo, step=f"escalate-{above}", defaults={"day": on})
    if not new:
        return
    yield _lift(todo, above, on)


def _lift(todo: Todo, above: str, on: date) -> News:
    before, todo.level = todo.level, above
    todo.version += 1
    todo.save(update_fields=["level", "version"])
    ledger.record(
        "people.todo_escalated", f"todo:{todo.pk}", actor=platform(), on=on, stream=todo.division or None,
        before={"level": before},
        after={"level": above, "kind": todo.kind, "subject": todo.subject, "due_on": todo.due_on},
    )  # fmt: skip
    text = f"{Level(before).label}逾期未办，上报到{Level(above).label}：{todo.title}"
    told = addressees(todo) if todo.person_id is None else at(todo, above).exclude(pk=todo.person_id)
    persons = list(told.values_list("pk", flat=True))
    return News(persons, MessageKind.ESCALATION, f"todo:{todo.pk}:escalate:{above}", text, todo.href)
