from django.conf import settings
from django.db import models
from django.db.models import Q

from anfu.core.models import Audited
from anfu.people.models.party import Party
from anfu.people.queries.invitations import InvitationQuerySet
from anfu.people.roles import Role

TRIES = 5


class Invitation(Audited):
    """A code that makes whoever brings it a member of a party, once. Of the code only the first group is kept readable."""

    selector = models.CharField("代码首段", max_length=5, unique=True)
    secret_hash = models.CharField("校验值", max_length=64)
    party = models.ForeignKey(Party, models.PROTECT, related_name="invitations")
    role = models.CharField("角色", max_length=20, choices=Role)
    made_at = models.DateTimeField("开出时间")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # The membership under which it was made: the code is worth no more than its maker's rights on the day of use.
    made_under = models.ForeignKey("people.Membership", models.PROTECT, related_name="+")
    expires_on = models.DateField("最后一天")
    tries_left = models.PositiveSmallIntegerField("还可试", default=TRIES)
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    used_at = models.DateTimeField("使用时间", null=True)
    withdrawn_at = models.DateTimeField("作废时间", null=True)
    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="invitation_tries_bounded", condition=Q(tries_left__lte=TRIES)),
            models.CheckConstraint(
                name="invitation_used_by_somebody_at_some_time",
                condition=Q(used_by=None, used_at=None) | Q(used_by__isnull=False, used_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.selector}"
