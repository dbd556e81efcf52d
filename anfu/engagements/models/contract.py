from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from anfu.core.models import Audited
from anfu.engagements.models.engagement import Engagement
from anfu.engagements.queries.contracts import ContractQuerySet
from anfu.providers.models import Employment
from anfu.registry.models import Enterprise, Organisation


class Side(models.TextChoices):
    ENTERPRISE = "enterprise", "企业"
    PROVIDER = "provider", "服务机构"
    PAYER = "payer", "付款方"


class Source(models.TextChoices):
    """How the parties came together."""

    MARKET = "market", "供需平台成交"
    DIRECT = "direct", "双方直接约定"


class ContractState(models.TextChoices):
    """What people did. Whether a signed contract has begun or is over follows from its days (`rules.phases`)."""

    DRAFT = "draft", "待签订"
    SIGNED = "signed", "已签订"
    ENDED = "ended", "提前终止"
    ABANDONED = "abandoned", "没有签成"
    VOID = "void", "已作废"


class Contract(Audited):
    """An agreement on a service while it is made, kept, changed and ended. Clause 二(二)2.

    What counts in figures is the `Engagement` of the version that both sides confirmed; a draft has none.
    """

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="contracts")
    provider = models.ForeignKey(Organisation, models.PROTECT, related_name="contracts_given")
    # Who pays, where that is not the enterprise.
    payer = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    source = models.CharField("来源", max_length=10, choices=Source)
    source_ref = models.CharField("来源编号", max_length=60, blank=True)
    state = models.CharField("状态", max_length=9, choices=ContractState, default=ContractState.DRAFT)
    drafted_at = models.DateTimeField("起草时间")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField("签订时间", null=True)
    # The first day no longer served, by the version in force or by an agreed early end.
    valid_from = models.DateField("自", null=True)
    valid_to = models.DateField("至", null=True)
    closed_at = models.DateTimeField("了结时间", null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_reason = models.CharField("了结理由", max_length=500, blank=True)
    # Grows with every change, so that who acts says what was seen.
    edition = models.PositiveIntegerField("改动次数", default=0)
    objects = ContractQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="contract_state_known", condition=Q(state__in=ContractState.values)),
            models.CheckConstraint(name="contract_source_known", condition=Q(source__in=Source.values)),
            models.CheckConstraint(
                name="contract_nobody_serves_itself", condition=~Q(enterprise=F("provider"))
            ),
            models.CheckConstraint(
                name="contract_signed_has_time_and_period",
                condition=Q(state__in=["draft", "abandoned"], signed_at=None, valid_from=None, valid_to=None)
                | Q(
                    state__in=["signed", "ended", "void"],
                    signed_at__isnull=False,
                    valid_from__isnull=False,
                    valid_to__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="contract_closed_for_a_reason",
                condition=Q(state__in=["draft", "signed"], closed_at=None, closed_reason="")
                | (
                    Q(state__in=["ended", "abandoned", "void"], closed_at__isnull=False)
                    & ~Q(closed_reason="")
                ),
            ),
            models.UniqueConstraint(
                name="contract_source_once", fields=["source", "source_ref"], condition=~Q(source_ref="")
            ),
        ]
        indexes = [
            models.Index(name="contract_of_enterprise", fields=["enterprise", "state"]),
            models.Index(name="contract_of_provider", fields=["provider", "state"]),
            models.Index(name="contract_in_force", fields=["valid_to", "id"], condition=Q(state="signed")),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The platform's number of the contract: AF-2026-000012."""
        return f"AF-{timezone.localtime(self.drafted_at).year}-{self.pk:06d}"


class VersionKind(models.TextChoices):
    TERMS = "terms", "合同条款"
    ENDING = "ending", "提前终止"


class Outcome(models.TextChoices):
    OPEN = "open", "待确认"
    AGREED = "agreed", "双方已确认"
    DROPPED = "dropped", "未成立"


class ContractVersion(Audited):
    """Terms as one side put them, or an early end with its settlement; never changed, only agreed or dropped.

    `body` is the canonical JSON whose SHA-256 is `digest`; the ledger holds the digest.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("版本")
    kind = models.CharField("种类", max_length=6, choices=VersionKind, default=VersionKind.TERMS)
    body = models.TextField("内容")
    digest = models.CharField("校验码", max_length=64)
    note = models.CharField("说明", max_length=500, blank=True)
    proposed_side = models.CharField("提出方", max_length=10, choices=Side, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField("提出时间")
    outcome = models.CharField("结果", max_length=7, choices=Outcome, default=Outcome.OPEN)
    settled_at = models.DateTimeField("确定时间", null=True)
    # The row that counts, once both agreed.
    engagement = models.OneToOneField(Engagement, models.PROTECT, null=True, related_name="version")
    # Copies of the terms, so that load is one sum.
    visits_per_month = models.PositiveIntegerField("每月上门次数", default=0)
    training_hours = models.PositiveIntegerField("培训学时", default=0)
    reports = models.PositiveIntegerField("报告份数", default=0)
    drills = models.PositiveIntegerField("演练次数", default=0)
    months = models.PositiveIntegerField("月数", default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="version_number_once", fields=["contract", "number"]),
            models.UniqueConstraint(
                name="version_one_open", fields=["contract"], condition=Q(outcome=Outcome.OPEN)
            ),
            models.CheckConstraint(name="version_kind_known", condition=Q(kind__in=VersionKind.values)),
            models.CheckConstraint(
                name="version_settled_has_time",
                condition=Q(outcome=Outcome.OPEN, settled_at=None)
                | Q(outcome__in=[Outcome.AGREED, Outcome.DROPPED], settled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="version_agreed_terms_count",
                condition=Q(engagement=None) | Q(outcome=Outcome.AGREED, kind=VersionKind.TERMS),
            ),
            models.CheckConstraint(name="version_months_positive", condition=Q(months__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} v{self.number}"


class Confirmation(Audited):
    """One side's yes to one version: a person, re-authenticated, for whom they acted. Two sides are two persons."""

    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="confirmations")
    side = models.CharField("哪一方", max_length=10, choices=Side)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    office = models.CharField("单位", max_length=200)
    role = models.CharField("身份", max_length=40)
    at = models.DateTimeField("确认时间")
    method = models.CharField("确认方式", max_length=20)
    seal = models.CharField("签名值", max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="confirmation_side_known", condition=Q(side__in=Side.values)),
            models.UniqueConstraint(name="confirmation_side_once", fields=["version", "side"]),
            models.UniqueConstraint(name="confirmation_two_persons", fields=["version", "user"]),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.side}"


class NamedStaff(Audited):
    """A person of the provider whom a version names for the service."""

    version = models.ForeignKey(ContractVersion, models.PROTECT, related_name="staff")
    employment = models.ForeignKey(Employment, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="named_staff_once", fields=["version", "employment"])]

    def __str__(self) -> str:
        return f"{self.version_id} {self.employment_id}"
