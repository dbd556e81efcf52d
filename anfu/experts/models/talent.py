from django.conf import settings
from django.db import models
from django.db.models import Q

from anfu.core.models import Audited
from anfu.experts.models.expert import Expert
from anfu.experts.queries.own import OwnQuerySet


class TalentKind(models.TextChoices):
    TRAINING = "training", "培训"
    INCENTIVE = "incentive", "表彰奖励"


class Talent(Audited):
    """A training or an award of an expert (人才培养和激励), with its day and who gave it. Clause 三(二)."""

    expert = models.ForeignKey(Expert, models.PROTECT, related_name="talents")
    kind = models.CharField("种类", max_length=9, choices=TalentKind)
    title = models.CharField("内容", max_length=120)
    issuer = models.CharField("举办或授予单位", max_length=120)
    on = models.DateField("日期")
    hours = models.PositiveSmallIntegerField("学时", null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField("记录时间")
    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="talent_kind_known", condition=Q(kind__in=TalentKind.values)),
            models.CheckConstraint(
                name="talent_hours_are_of_trainings", condition=Q(hours=None) | Q(kind=TalentKind.TRAINING)
            ),
            models.UniqueConstraint(name="talent_once", fields=["expert", "kind", "title", "on"]),
        ]

    def __str__(self) -> str:
        return f"talent {self.pk}"
