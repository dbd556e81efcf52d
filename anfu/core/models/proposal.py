from django.conf import settings
from django.db import models
from django.db.models import F, Q

from anfu.core.models.audited import Audited


class ProposalState(models.TextChoices):
    WAITING = "waiting", "待核准"
    APPROVED = "approved", "已核准"
    REFUSED = "refused", "不同意"
    WITHDRAWN = "withdrawn", "已撤回"
    EXPIRED = "expired", "已过期"
    VOID = "void", "已作废"


class Proposal(Audited):
    """An act that one person proposed and another must approve before it is done; the database keeps the two apart."""

    kind = models.CharField("事项", max_length=64)
    subject = models.CharField("对象", max_length=80)
    title = models.CharField("标题", max_length=200)
    href = models.CharField("页面", max_length=300, blank=True)
    division = models.CharField("地区", max_length=6, blank=True)  # empty: the city's
    arguments = models.JSONField("内容", default=dict)
    changes = models.JSONField("改动", default=list)  # [{label, old, new}] as they stood when it was proposed
    reason = models.CharField("理由", max_length=500)
    state = models.CharField("状态", max_length=9, choices=ProposalState, default=ProposalState.WAITING)
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposer_office = models.CharField("提出单位", max_length=60, blank=True)
    other_office = models.BooleanField("要另一个单位核准", default=False)
    proposed_at = models.DateTimeField("提出时间")
    expires_on = models.DateField("最迟")  # the last day on which it can be approved
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decider_office = models.CharField("核准单位", max_length=60, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True)
    note = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="proposal_state_known", condition=Q(state__in=ProposalState.values)),
            models.CheckConstraint(
                name="proposal_by_two_people", condition=Q(decided_by=None) | ~Q(decided_by=F("proposer"))
            ),
            models.CheckConstraint(
                name="proposal_by_two_offices",
                condition=Q(other_office=False)
                | ~Q(state=ProposalState.APPROVED)
                | ~Q(decider_office=F("proposer_office")),
            ),
            models.CheckConstraint(
                name="proposal_decided_by_a_person",
                condition=Q(
                    state__in=[ProposalState.APPROVED, ProposalState.REFUSED], decided_by__isnull=False
                )
                | Q(
                    state__in=["waiting", "withdrawn", "expired", "void"],
                    decided_by=None,
                ),
            ),
            models.CheckConstraint(
                name="proposal_closed_once",
                condition=Q(state=ProposalState.WAITING, closed_at=None)
                | (~Q(state=ProposalState.WAITING) & Q(closed_at__isnull=False)),
            ),
            models.UniqueConstraint(
                name="proposal_waits_once",
                fields=["kind", "subject"],
                condition=Q(state=ProposalState.WAITING),
            ),
        ]
        indexes = [
            models.Index(
                name="proposal_waiting", fields=["expires_on"], condition=Q(state=ProposalState.WAITING)
            )
        ]

    def __str__(self) -> str:
        return self.title
