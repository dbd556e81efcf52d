from django.conf import settings
from django.db import models
from django.db.models import F, Q

from anfu.core.models import Audited
from anfu.experts.models.expert import Expert
from anfu.experts.queries.claims import ExpertClaimQuerySet
from anfu.people.models import ClaimState


class Claim(Audited):
    """Somebody with an account says to be a person who was nominated; the office that decides on the person confirms it."""

    expert = models.ForeignKey(Expert, models.PROTECT, related_name="claims")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=9, choices=ClaimState, default=ClaimState.WAITING)
    made_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("办结时间", null=True)
    note = models.CharField("理由", max_length=500, blank=True)
    objects = ExpertClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="expert_claim_state_known", condition=Q(state__in=ClaimState.values)),
            models.CheckConstraint(
                name="expert_claim_decided_by_another",
                condition=Q(decided_by=None) | ~Q(decided_by=F("user")),
            ),
            models.UniqueConstraint(
                name="expert_claim_waits_once", fields=["user"], condition=Q(state=ClaimState.WAITING)
            ),
            models.UniqueConstraint(
                name="expert_claimed_once", fields=["expert"], condition=Q(state=ClaimState.APPROVED)
            ),
        ]
        indexes = [
            models.Index(name="expert_claim_open", fields=["expert"], condition=Q(state=ClaimState.WAITING))
        ]

    def __str__(self) -> str:
        return f"expert claim {self.pk}"
