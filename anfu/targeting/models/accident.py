from django.db import models

from anfu.core.models import Audited
from anfu.registry.models import Enterprise
from anfu.registry.queries.territory import TerritoryQuerySet


class Accident(Audited):
    """A work-safety accident of an enterprise; one of the facts behind class 5 (二(一)5)."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="accidents")
    happened_on = models.DateField("发生日期")
    deaths = models.PositiveIntegerField("死亡", default=0)
    injuries = models.PositiveIntegerField("重伤", default=0)
    loss_fen = models.BigIntegerField("直接损失", null=True)
    description = models.CharField("经过", max_length=300, blank=True)
    source = models.CharField("来源", max_length=200)
    objects = TerritoryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="accident_once", fields=["enterprise", "happened_on", "description"])
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.happened_on}"
