from django.db import models
from django.db.models import F, Q

from anfu.core.models import Audited
from anfu.providers.kinds import ServiceKind
from anfu.providers.models.provider import Provider
from anfu.providers.queries.under import UnderProviderQuerySet


class RuleKind(models.TextChoices):
    """三(五): the internal rules that an institution files."""

    DUTY = "duty", "岗位责任"
    QUALITY = "quality", "服务质量控制"
    STAFF = "staff", "人员管理和培训"
    CONTRACT = "contract", "合同和收费"
    EQUIPMENT = "equipment", "仪器设备"
    ARCHIVE = "archive", "服务档案"
    SECRECY = "secrecy", "保密和回避"
    COMPLAINT = "complaint", "投诉处理"


class InternalRule(Audited):
    """An internal rule that an institution filed; a newer one of the kind stands before it."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="internal_rules")
    kind = models.CharField("制度", max_length=9, choices=RuleKind)
    title = models.CharField("名称", max_length=100)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    filed_on = models.DateField("备案日期")
    retracted_at = models.DateTimeField("撤回时间", null=True)
    objects = UnderProviderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="internal_rule_kind_known", condition=Q(kind__in=RuleKind.values))
        ]

    def __str__(self) -> str:
        return self.title


class Equipment(Audited):
    """An instrument, and until when its calibration holds (the first day it no longer does; null: needs none)."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="equipment")
    name = models.CharField("设备", max_length=60)
    model = models.CharField("型号", max_length=60, blank=True)
    serial = models.CharField("编号", max_length=60)
    calibrated_on = models.DateField("检定校准日期", null=True)
    calibrated_to = models.DateField("检定校准有效期至", null=True)
    retracted_at = models.DateTimeField("撤回时间", null=True)
    objects = UnderProviderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="equipment_once", fields=["provider", "serial"], condition=Q(retracted_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.name


class Branch(Audited):
    """A place from which a provider serves, and the county-level divisions that it serves from there."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="branches")
    name = models.CharField("名称", max_length=100)
    address = models.CharField("地址", max_length=200)
    division = models.CharField("所在地区", max_length=6)
    serves = models.JSONField("服务地区", default=list)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=6, null=True)
    retracted_at = models.DateTimeField("撤回时间", null=True)
    objects = UnderProviderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="branch_once", fields=["provider", "name"], condition=Q(retracted_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.name


class Price(Audited):
    """What a service costs by the provider's own public list, from a day on (half-open; null = still)."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="prices")
    kind = models.CharField("服务", max_length=17, choices=ServiceKind)
    item = models.CharField("项目", max_length=100)
    unit = models.CharField("计价单位", max_length=20)
    price_fen = models.BigIntegerField("价格")
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True)
    objects = UnderProviderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="price_not_negative", condition=Q(price_fen__gte=0)),
            models.CheckConstraint(
                name="price_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.UniqueConstraint(
                name="price_one_in_force", fields=["provider", "kind", "item"], condition=Q(valid_to=None)
            ),
        ]

    def __str__(self) -> str:
        return self.item
