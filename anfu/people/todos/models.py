from django.conf import settings
from django.db import models
from django.db.models import Q

from anfu.people.todos.queries import TodoQuerySet


class Level(models.TextChoices):
    """The office whose desk it reaches; those below keep seeing it."""

    TOWN = "town", "镇街"
    COUNTY = "county", "县（市、区）"
    CITY = "city", "市级"


class Todo(models.Model):
    """One step that waits for somebody, from the action that began it to the action that ended it.

    Written inside those actions' transactions, whose ledger entries tell the same. Taking, giving back, handing
    over and going up have entries of their own.
    """

    kind = models.CharField("种类", max_length=60)
    subject = models.CharField("事项", max_length=120)
    title = models.CharField("标题", max_length=200)
    href = models.CharField("去办", max_length=300)
    permission = models.CharField("权限", max_length=60)
    division = models.CharField("地区", max_length=6, blank=True)
    town = models.CharField("镇街", max_length=9, blank=True)
    level = models.CharField("层级", max_length=6, choices=Level)
    organisation = models.ForeignKey(
        "registry.Organisation", models.CASCADE, null=True, related_name="+", verbose_name="组织"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", verbose_name="本人"
    )
    begun_at = models.DateTimeField("开始时间")
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    due_on = models.DateField("期限", null=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="认领人"
    )
    taken_at = models.DateTimeField("认领时间", null=True)
    ended_at = models.DateTimeField("办结时间", null=True)
    version = models.PositiveIntegerField("版本", default=0)
    objects = TodoQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="todo_one_open", fields=["kind", "subject"], condition=Q(ended_at=None)
            ),
            models.CheckConstraint(name="todo_level_known", condition=Q(level__in=Level.values)),
        ]
        indexes = [
            models.Index(name="todo_desk", fields=["division", "due_on"], condition=Q(ended_at=None)),
            models.Index(name="todo_person", fields=["person"], condition=Q(ended_at=None)),
            models.Index(name="todo_due", fields=["due_on"], condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return self.title


class Reminder(models.Model):
    """That a to-do was called to mind or went up; once for each step and day, each office above once."""

    todo = models.ForeignKey(Todo, models.CASCADE, related_name="reminders")
    step = models.CharField("步骤", max_length=20)
    day = models.DateField("日期")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="reminder_once", fields=["todo", "step", "day"]),
            models.UniqueConstraint(
                name="reminder_up_once", fields=["todo", "step"], condition=Q(step__startswith="escalate")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.todo_id} {self.step} {self.day}"
