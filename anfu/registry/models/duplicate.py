from django.db import models
from django.db.models import F, Q

from anfu.core.models import Audited
from anfu.registry.models.enterprise import Enterprise


class DuplicateState(models.TextChoices):
    OPEN = "open", "待核"
    MERGED = "merged", "已合并"
    DISTINCT = "distinct", "不是同一家"


class DuplicatePair(Audited):
    """Two enterprises that may be one; an officer decides."""

    first = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    second = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    kind = models.CharField("情形", max_length=20)
    basis = models.CharField("依据", max_length=300)
    state = models.CharField("状态", max_length=8, choices=DuplicateState, default=DuplicateState.OPEN)
    reason = models.CharField("理由", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="duplicate_in_order", condition=Q(first__lt=F("second"))),
            models.UniqueConstraint(name="duplicate_once", fields=["first", "second"]),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}?"
