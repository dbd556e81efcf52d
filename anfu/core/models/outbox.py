from django.db import models
from django.db.models import Q


class OutboxItem(models.Model):
    """One effect outside the platform, queued in the transaction that wants it and done at least once.

    `effect_key` names the effect: queued twice it is one row, and a receiver that saw it knows a repetition by it.
    """

    topic = models.CharField("种类", max_length=40)
    payload = models.JSONField("内容")  # keys of rows, never personal data
    effect_key = models.CharField("事件编号", max_length=160, unique=True)
    created_at = models.DateTimeField("排队时间")
    not_before = models.DateTimeField("最早发送")
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    locked_until = models.DateTimeField("占用到", null=True)
    done_at = models.DateTimeField("送达时间", null=True)
    failed_at = models.DateTimeField("放弃时间", null=True)
    error = models.CharField("原因", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="outbox_one_end", condition=Q(done_at=None) | Q(failed_at=None))
        ]
        indexes = [
            models.Index(
                name="outbox_waiting", fields=["not_before", "id"], condition=Q(done_at=None, failed_at=None)
            ),
            models.Index(name="outbox_failed", fields=["failed_at"], condition=Q(failed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.effect_key
