from typing import Self

from django.db import models
from django.db.models import F, Q

from anfu.core.actor import Actor
from anfu.core.models import Audited


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The city's own and those of the actor's counties; a town sees its county's."""
        if actor.whole_city:
            return self
        places = actor.divisions | {town[:6] for town in actor.towns}
        return self.filter(division__in=[*places, ""]) if places else self.none()


class Programme(Audited):
    """A county's or department's own targeted programme (二(一)末): conditions over known facts, over a period."""

    name = models.CharField("名称", max_length=60)
    office = models.CharField("主管单位", max_length=60)
    division = models.CharField("地区", max_length=6, blank=True)  # empty: the whole city
    conditions = models.JSONField("条件")
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True)
    clause = models.CharField("条款", max_length=40, default="二(一)末")
    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="programme_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
            models.UniqueConstraint(name="programme_name_once", fields=["division", "name", "valid_from"]),
        ]

    def __str__(self) -> str:
        return self.name
