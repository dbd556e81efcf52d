from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from anfu.core.models import Audited
from anfu.registry import facets
from anfu.registry.models.enterprise import Enterprise
from anfu.registry.queries.versions import VersionQuerySet

IN_FORCE = Q(valid_to=None, retracted_at=None)


class Status(models.TextChoices):
    ACTIVE = "active", "在营"
    DORMANT = "dormant", "歇业"
    SUSPENDED = "suspended", "停产"
    LIQUIDATING = "liquidating", "清算"
    MOVED_OUT = "moved_out", "迁出"
    REVOKED = "revoked", "吊销"
    CANCELLED = "cancelled", "注销"
    ANNULLED = "annulled", "撤销"


class Placement(models.TextChoices):
    CONFIRMED = "confirmed", "已核实"
    HIGH = "high", "高"
    MEDIUM = "medium", "中"
    LOW = "low", "低"
    NONE = "none", "未落位"


class EnterpriseVersion(Audited):
    """What was so about an enterprise over a period: one wide row for each change of its facts.

    `valid_*` says when it was so (half-open, null = still), `recorded_at` and `retracted_at` when it was known here.
    Null means not known, never zero. The derived columns come from the facts beside them when the row is written.
    """

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="versions")
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True)
    recorded_at = models.DateTimeField("记录时间")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    retracted_at = models.DateTimeField("撤回时间", null=True)
    source = models.CharField("来源", max_length=200)
    intake_id = models.BigIntegerField("导入批次", null=True)

    name = models.CharField("企业名称", max_length=200)
    established_on = models.DateField("注册日期", null=True)
    org_type = models.CharField("企业类型", max_length=60, blank=True)
    capital_fen = models.BigIntegerField("注册资金", null=True)
    capital_currency = models.CharField("币种", max_length=8, blank=True)
    scope = models.TextField("经营范围", blank=True)
    division = models.CharField("属地", max_length=6, blank=True)
    town = models.CharField("镇街", max_length=9, blank=True)
    address = models.CharField("地址", max_length=300, blank=True)
    placement = models.CharField("落位把握", max_length=9, choices=Placement, default=Placement.NONE)
    placement_basis = models.CharField("落位依据", max_length=120, blank=True)
    industry = models.CharField("行业代码", max_length=4, blank=True)
    employees = models.PositiveIntegerField("从业人员", null=True)
    revenue_fen = models.BigIntegerField("营业收入", null=True)
    status = models.CharField("登记状态", max_length=11, choices=Status, default=Status.ACTIVE)
    above_scale = models.BooleanField("规上", null=True)
    hazard_level = models.CharField("职业病危害级别", max_length=8, blank=True)
    hazard_scheme = models.CharField("分级依据", max_length=4, blank=True)
    safety_officers = models.PositiveIntegerField("安全管理人员", null=True)
    has_safety_rules = models.BooleanField("有安全制度", null=True)
    has_training_records = models.BooleanField("有培训记录", null=True)
    regulators = models.CharField("监管部门", max_length=200, blank=True)
    principal = models.CharField("主要负责人", max_length=40, blank=True)  # personal data
    contact_name = models.CharField("联系人", max_length=40, blank=True)  # personal data
    contact_phone = models.CharField("联系电话", max_length=40, blank=True)  # personal data
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=6, null=True)

    # Derived from the facts of this row alone.
    section = models.CharField("门类", max_length=1, blank=True)
    sector = models.CharField("工贸行业", max_length=20, blank=True)
    size_class = models.CharField("规模", max_length=6, blank=True)
    size_provisional = models.BooleanField("规模暂定", default=False)
    address_key = models.CharField("地址键", max_length=64, blank=True)
    facts_hash = models.CharField("内容校验", max_length=32, blank=True)

    # Computed by the database, for the lists.
    facets = models.GeneratedField(
        expression=facets.expression(), output_field=models.BigIntegerField(), db_persist=True
    )
    headcount = models.GeneratedField(
        expression=Coalesce(F("employees"), -1), output_field=models.IntegerField(), db_persist=True
    )
    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="version_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
            models.CheckConstraint(name="version_status_known", condition=Q(status__in=Status.values)),
            models.UniqueConstraint(
                name="version_one_in_force",
                fields=["enterprise"],
                condition=IN_FORCE,
            ),
            models.UniqueConstraint(
                name="version_one_a_day", fields=["enterprise", "valid_from"], condition=Q(retracted_at=None)
            ),
        ]
        indexes = [
            # The list's filters, each answered from one index alone, in the order of its pages. Their own
            # conditions' columns stand in them too: without, SQLite looks into the table for each row.
            models.Index(
                name="version_by_facets",
                fields=[
                    "facets",
                    "enterprise",
                    "town",
                    "industry",
                    "employees",
                    "valid_from",
                    "valid_to",
                    "retracted_at",
                ],
                condition=IN_FORCE,
            ),
            models.Index(
                name="version_by_town",
                fields=[
                    "town",
                    "facets",
                    "enterprise",
                    "industry",
                    "employees",
                    "valid_from",
                    "valid_to",
                    "retracted_at",
                ],
                condition=IN_FORCE,
            ),
            models.Index(
                name="version_by_industry",
                fields=["industry", "facets", "enterprise", "town", "employees", "valid_to", "retracted_at"],
                condition=IN_FORCE,
            ),
            models.Index(
                name="version_by_headcount",
                fields=[
                    "headcount",
                    "enterprise",
                    "facets",
                    "town",
                    "industry",
                    "employees",
                    "valid_to",
                    "retracted_at",
                ],
                condition=IN_FORCE,
            ),
            # Versions that ended, for the lists of past days.
            models.Index(
                name="version_ended",
                fields=["facets", "enterprise", "valid_from", "valid_to", "retracted_at"],
                condition=Q(valid_to__isnull=False, retracted_at=None),
            ),
            # Ended versions too: who was at an address over time is asked at every write (二(一)5).
            models.Index(
                name="version_at_address",
                fields=["address_key", "status", "valid_from", "valid_to"],
                condition=Q(retracted_at=None),
            ),
            models.Index(name="version_intake", fields=["intake_id"], condition=~Q(intake_id=None)),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.valid_from}"
