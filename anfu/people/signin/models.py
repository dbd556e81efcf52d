"""What slows guessing, and what the security administrator reads about it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from anfu.core.models import Audited
from anfu.people.signin.queries import FailureQuerySet, ReadmissionQuerySet

TRIES = 5


class Outcome(models.TextChoices):
    PASSWORD = "password", "账号或密码不对"
    SLOWED = "slowed", "试得太快，没有核对"
    SECOND = "second", "第二步没有通过"
    PASSKEY = "passkey", "通行密钥没有通过"
    IDENTITY = "identity", "政务身份没有连接账号"
    AGAIN = "again", "办重要事项前的确认没有通过"


class Failure(models.Model):
    """Sign-ins that failed within one hour, alike in account, network and reason.

    No value that was typed is kept: `account` is an account that exists, or empty.
    """

    hour = models.DateTimeField("钟点")
    account = models.CharField("账号", max_length=40, blank=True)
    network = models.CharField("网络", max_length=50)
    outcome = models.CharField("原因", max_length=12, choices=Outcome)
    count = models.PositiveIntegerField("次数", default=1)
    last_at = models.DateTimeField("最近一次")
    objects = FailureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="failure_one_row_an_hour", fields=["hour", "account", "network", "outcome"]
            )
        ]
        indexes = [models.Index(fields=["last_at"], name="failure_last")]

    def __str__(self) -> str:
        return f"{self.account} {self.network} {self.outcome}"


class Readmission(Audited):
    """A code that lets a person in again who lost the password or, with `drops_factors`, the second factor, once.

    Of the code only the first group is kept readable. It is good for nothing before it is approved.
    """

    selector = models.CharField("代码首段", max_length=5, unique=True)
    secret_hash = models.CharField("校验值", max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="readmissions")
    drops_factors = models.BooleanField("取消第二步验证")
    made_at = models.DateTimeField("开出时间")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField("核准时间", null=True)
    expires_at = models.DateTimeField("失效时间")
    tries_left = models.PositiveSmallIntegerField("还可试", default=TRIES)
    used_at = models.DateTimeField("使用时间", null=True)
    withdrawn_at = models.DateTimeField("作废时间", null=True)
    objects = ReadmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="readmission_tries_bounded", condition=Q(tries_left__lte=TRIES)),
            models.CheckConstraint(
                name="readmission_used_after_approval",
                condition=Q(used_at=None) | Q(approved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"readmission {self.selector}"
