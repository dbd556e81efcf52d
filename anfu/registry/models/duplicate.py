from django.conf import settings
from django.db import models
from django.db.models import F, Q

from anfu.core.models import Audited
from anfu.registry.models.enterprise import Enterprise
from anfu.registry.queries.duplicate_pairs import DuplicatePairQuerySet


class DuplicateState(models.TextChoices):
    OPEN = "open", "待核"
    MERGED = "merged", "已合并"
    DISTINCT = "distinct", "不是同一家"


class DuplicateKind(models.TextChoices):
    """From the strongest sign to the weakest; a pair bears the strongest that it shows."""

    FORMER_CODE = "former_code", "曾用代码"
    SUCCESSOR = "successor", "前后相继"
    SAME_NAME_ADDRESS = "same_name_address", "同名同址"
    SAME_NAME = "same_name", "同名不同码"


class DuplicatePair(Audited):
    """Two enterprises that may be one; an officer decides."""

    first = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    second = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    kind = models.CharField("情形", max_length=20, choices=DuplicateKind)
    basis = models.CharField("依据", max_length=300)
    state = models.CharField("状态", max_length=8, choices=DuplicateState, default=DuplicateState.OPEN)
    reason = models.CharField("理由", max_length=200, blank=True)
    # Which one stayed, while they are merged.
    kept = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="+")
    merged_on = models.DateField("合并日期", null=True)
    # What the merge changed, by room, so that it can be undone exactly.
    moved = models.JSONField("合并时的改动", default=dict)
    decided_at = models.DateTimeField("核实时间", null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_name = models.CharField("核实人", max_length=40, blank=True)
    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="duplicate_in_order", condition=Q(first__lt=F("second"))),
            models.UniqueConstraint(name="duplicate_once", fields=["first", "second"]),
            models.CheckConstraint(
                name="duplicate_merged_says_how",
                condition=Q(state="merged", kept__isnull=False, merged_on__isnull=False)
                | (Q(kept=None, merged_on=None) & ~Q(state="merged")),
            ),
        ]
        indexes = [models.Index(name="duplicate_by_state", fields=["state", "id"])]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}?"
