from django.conf import settings
from django.db import models
from django.db.models import F, Q

from anfu.core.models import Audited
from anfu.market.queries.demands import DemandQuerySet
from anfu.market.queries.under import MemberQuerySet
from anfu.people.models import Party
from anfu.providers.models import Provider
from anfu.registry.models import Enterprise


class DemandState(models.TextChoices):
    DRAFT = "draft", "填写中"
    OPEN = "open", "征集中"
    CLOSED = "closed", "待选择"
    CHOSEN = "chosen", "已选择"
    CONTRACTED = "contracted", "已签约"
    FAILED = "failed", "未成交"
    WITHDRAWN = "withdrawn", "已撤回"


class Demand(Audited):
    """What one enterprise, or several that agreed, look for. Offers stay sealed until `deadline`."""

    party = models.ForeignKey(
        Party, models.PROTECT, related_name="+"
    )  # who placed it, for itself or for others
    joint = models.BooleanField("联合采购", default=False)
    kinds = models.JSONField("服务内容", default=list)
    scope = models.CharField("要做的事", max_length=1000)
    valid_from = models.DateField("服务开始")
    months = models.PositiveSmallIntegerField("服务几个月")
    visits_per_month = models.PositiveSmallIntegerField("每月上门次数")
    budget_low_fen = models.BigIntegerField("预算下限", null=True)
    budget_high_fen = models.BigIntegerField("预算上限", null=True)
    by_invitation = models.BooleanField("只邀请", default=False)
    deadline = models.DateTimeField("报价截止")
    # Why it is needed, in plain words, as the platform knew it when the draft was made.
    basis = models.JSONField("为什么需要", default=list)
    division = models.CharField("地区", max_length=6, blank=True)
    town = models.CharField("镇街", max_length=9, blank=True)
    section = models.CharField("行业门类", max_length=1, blank=True)
    size = models.CharField("规模", max_length=6, blank=True)
    state = models.CharField("状态", max_length=10, choices=DemandState, default=DemandState.DRAFT)
    made_at = models.DateTimeField("填写时间")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField("发布时间", null=True)
    closed_at = models.DateTimeField("截止时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    ended_reason = models.CharField("结束原因", max_length=500, blank=True)
    offers_opened = models.PositiveIntegerField("开封份数", null=True)
    closing_entry = models.ForeignKey("core.LedgerEntry", models.PROTECT, null=True, related_name="+")
    objects = DemandQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="demand_state_known", condition=Q(state__in=DemandState.values)),
            models.CheckConstraint(
                name="demand_budget_is_a_range",
                condition=Q(budget_low_fen=None)
                | Q(budget_high_fen=None)
                | Q(budget_high_fen__gte=F("budget_low_fen")),
            ),
            models.CheckConstraint(
                name="demand_budget_not_negative",
                condition=(Q(budget_low_fen=None) | Q(budget_low_fen__gte=0))
                & (Q(budget_high_fen=None) | Q(budget_high_fen__gte=0)),
            ),
            # Nothing is opened before the deadline, whoever asks for it.
            models.CheckConstraint(
                name="demand_closed_at_its_deadline",
                condition=Q(closed_at=None) | Q(closed_at__gte=F("deadline")),
            ),
        ]
        indexes = [
            models.Index(name="demand_by_state", fields=["state", "deadline"]),
            models.Index(name="demand_by_place", fields=["division", "id"]),
        ]

    def __str__(self) -> str:
        return f"demand {self.pk}"


class MemberState(models.TextChoices):
    ASKED = "asked", "待答复"
    AGREED = "agreed", "已同意"
    DECLINED = "declined", "不参加"
    PASSED = "passed", "都不选"


class Member(Audited):
    """One enterprise that takes part in a demand; it answers, and later chooses, for itself."""

    demand = models.ForeignKey(Demand, models.PROTECT, related_name="members")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=8, choices=MemberState, default=MemberState.ASKED)
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField("理由", max_length=500, blank=True)
    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="demand_member_once", fields=["demand", "enterprise"]),
            models.CheckConstraint(name="member_state_known", condition=Q(state__in=MemberState.values)),
            models.CheckConstraint(
                name="member_answer_has_its_time", condition=Q(state="asked") | Q(answered_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"member {self.pk}"


class Invitation(Audited):
    """A provider that a demand invites; others do not see a demand by invitation."""

    demand = models.ForeignKey(Demand, models.PROTECT, related_name="invitations")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="demand_invites_once", fields=["demand", "provider"])]

    def __str__(self) -> str:
        return f"invitation {self.pk}"
