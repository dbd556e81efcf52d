from django.conf import settings
from django.db import models
from django.db.models import F, Q

from anfu.core.models import Audited
from anfu.engagements.queries.engagements import EngagementQuerySet
from anfu.registry.models import Enterprise, Organisation


class Mode(models.TextChoices):
    GOVERNMENT = "government", "政府购买服务"
    ENTERPRISE = "enterprise", "企业购买服务"
    MUTUAL = "mutual", "协作互助"
    ASSOCIATION = "association", "行业协会自治"
    INSURANCE = "insurance", "保险业参与"


class Engagement(Audited):
    """One service relation over a period (half-open; null = without end), with its contract as evidence."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="engagements")
    provider = models.ForeignKey(Organisation, models.PROTECT, related_name="services")
    mode = models.CharField("方式", max_length=11, choices=Mode)
    kinds = models.JSONField("服务内容", default=list)
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True)  # the first day no longer served
    # The first day on paper, where it was recorded only later: "late" for ever (T12). It counts from `valid_from`,
    # the day it was recorded, unless an officer confirmed the paper's day with evidence.
    agreed_from = models.DateField("合同写明的开始日期", null=True)
    start_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    signed_on = models.DateField("签订日期", null=True)
    price_fen = models.BigIntegerField("价款", null=True)
    contract_no = models.CharField("合同编号", max_length=60)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+")
    source = models.CharField("来源", max_length=200)
    intake_id = models.BigIntegerField("导入批次", null=True)
    recorded_at = models.DateTimeField("记录时间")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    retracted_at = models.DateTimeField("撤回时间", null=True)
    ended_reason = models.CharField("终止理由", max_length=200, blank=True)
    # The row that this one corrects; it is retracted as long as this one stands.
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    start_evidence = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+")
    objects = EngagementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="engagement_mode_known", condition=Q(mode__in=Mode.values)),
            models.CheckConstraint(
                name="engagement_price_not_negative", condition=Q(price_fen=None) | Q(price_fen__gte=0)
            ),
            models.CheckConstraint(
                name="engagement_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="engagement_late_counts_no_earlier",
                condition=Q(agreed_from=None)
                | Q(agreed_from__lt=F("valid_from"), start_confirmed_by=None)
                | Q(
                    agreed_from=F("valid_from"),
                    start_confirmed_by__isnull=False,
                    start_evidence__isnull=False,
                ),
            ),
            models.UniqueConstraint(
                name="engagement_contract_once",
                fields=["enterprise", "provider", "contract_no"],
                condition=Q(retracted_at=None),
            ),
        ]
        indexes = [
            models.Index(name="engagement_intake", fields=["intake_id"], condition=~Q(intake_id=None)),
            # A rare way of serving is found without reading the common ones.
            models.Index(name="engagement_mode", fields=["mode", "id"], condition=Q(retracted_at=None)),
            # Those that count, by their end: what ends soon is found without reading the rest.
            models.Index(name="engagement_end", fields=["valid_to", "id"], condition=Q(retracted_at=None)),
        ]

    def __str__(self) -> str:
        return self.contract_no
