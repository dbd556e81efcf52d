from django.conf import settings
from django.db import models
from django.db.models import Q

from anfu.core.models import Audited
from anfu.engagements.models.contract import ContractVersion
from anfu.engagements.queries.filings import FilingQuerySet


class FilingState(models.TextChoices):
    WAITING = "waiting", "待县级核收"
    ACCEPTED = "accepted", "已备案"
    RETURNED = "returned", "已退回"


class Filing(Audited):
    """A version that the law asks to be filed with the county, from its signing to the receipt."""

    version = models.OneToOneField(ContractVersion, models.PROTECT, related_name="filing")
    division = models.CharField("地区", max_length=6, blank=True)
    basis = models.CharField("依据", max_length=300)
    filed_at = models.DateTimeField("报送时间")
    due_on = models.DateField("核收期限")
    state = models.CharField("状态", max_length=8, choices=FilingState, default=FilingState.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("办结时间", null=True)
    note = models.CharField("说明", max_length=500, blank=True)
    objects = FilingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="filing_state_known", condition=Q(state__in=FilingState.values)),
            models.CheckConstraint(
                name="filing_returned_says_why", condition=~Q(state=FilingState.RETURNED) | ~Q(note="")
            ),
            models.CheckConstraint(
                name="filing_decided_at_some_time",
                condition=Q(state=FilingState.WAITING) | Q(decided_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="filing_open", fields=["division", "due_on"], condition=Q(state="waiting"))
        ]

    def __str__(self) -> str:
        return f"filing {self.pk}"
