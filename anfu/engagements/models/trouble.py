from django.db import models
from django.db.models import F, Q

from anfu.core.models import Audited
from anfu.engagements.models.engagement import Engagement
from anfu.engagements.queries.troubles import TroubleQuerySet


class TroubleKind(models.TextChoices):
    SCOPE = "scope", "资质或业务范围"
    STANDING = "standing", "机构被暂停或移出目录"
    STAFF = "staff", "指定人员已离开"


class Trouble(Audited):
    """What the daily check found in the way of a relation in force, until it is no longer so (half-open)."""

    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="troubles")
    kind = models.CharField("种类", max_length=8, choices=TroubleKind)
    detail = models.CharField("情况", max_length=300)
    clause = models.CharField("条款", max_length=40, blank=True)
    valid_from = models.DateField("发现")
    valid_to = models.DateField("消除", null=True)
    objects = TroubleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="trouble_kind_known", condition=Q(kind__in=TroubleKind.values)),
            models.CheckConstraint(
                name="trouble_does_not_end_before_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.UniqueConstraint(
                name="trouble_open_once", fields=["engagement", "kind"], condition=Q(valid_to=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engagement_id} {self.kind}"
