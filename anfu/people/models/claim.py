from django.conf import settings
from django.db import models
from django.db.models import F, Q

from anfu.core.models import Audited
from anfu.people.queries.claims import ClaimQuerySet
from anfu.registry.models import Enterprise


class ClaimState(models.TextChoices):
    WAITING = "waiting", "待核对"
    APPROVED = "approved", "已通过"
    REFUSED = "refused", "未通过"
    WITHDRAWN = "withdrawn", "已撤回"


class Claim(Audited):
    """Somebody says that an enterprise is theirs, with proof; an officer of its town or county decides."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="claims")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="claims")
    explanation = models.CharField("说明", max_length=500, blank=True)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+")
    state = models.CharField("状态", max_length=9, choices=ClaimState, default=ClaimState.WAITING)
    made_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("办结时间", null=True)
    note = models.CharField("理由", max_length=500, blank=True)
    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="claim_state_known", condition=Q(state__in=ClaimState.values)),
            models.CheckConstraint(
                name="claim_brings_proof", condition=~Q(explanation="") | Q(file__isnull=False)
            ),
            models.CheckConstraint(
                name="claim_decided_by_another", condition=Q(decided_by=None) | ~Q(decided_by=F("user"))
            ),
            models.UniqueConstraint(
                name="claim_waits_once", fields=["enterprise", "user"], condition=Q(state=ClaimState.WAITING)
            ),
        ]

    def __str__(self) -> str:
        return f"claim {self.pk}"
