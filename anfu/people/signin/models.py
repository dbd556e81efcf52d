"""What slows guessing, and what the security administrator reads about it."""

from django.db import models

from anfu.people.signin.queries import FailureQuerySet


class Budget(models.Model):
    """How far one key is ahead of its allowance; `key` is a keyed digest, so the table names nobody."""

    key = models.CharField("键", max_length=64, primary_key=True)
    free_at = models.BigIntegerField("何时恢复", default=0)  # milliseconds since 1970

    def __str__(self) -> str:
        return self.key[:8]


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
