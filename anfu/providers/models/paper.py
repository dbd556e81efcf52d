from django.conf import settings
from django.db import models
from django.db.models import F, Q

from anfu.core.models import Audited
from anfu.providers.kinds import Check


class Paper(Audited):
    """What was issued under a number for a period (half-open; null = without end), and compared with its source or not.

    Each kind of paper names its `credential` from its own list.
    """

    number = models.CharField("证书编号", max_length=60)
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True)  # the first day on which it no longer holds
    file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+")
    check_state = models.CharField("核验", max_length=8, choices=Check, default=Check.CLAIMED)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    checked_on = models.DateField("核验日期", null=True)
    check_source = models.CharField("核验来源", max_length=200, blank=True)
    recorded_at = models.DateTimeField("记录时间")
    retracted_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="%(class)s_check_has_source_and_day",
                condition=Q(check_state=Check.CLAIMED, checked_on=None)
                | (~Q(check_state=Check.CLAIMED) & Q(checked_on__isnull=False) & ~Q(check_source="")),
            ),
            models.UniqueConstraint(
                name="%(class)s_number_once",
                fields=["credential", "number"],
                condition=Q(retracted_at=None),
            ),
        ]
