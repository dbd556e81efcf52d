from django.conf import settings
from django.db import models
from django.db.models import Q


class JobState(models.TextChoices):
    QUEUED = "queued", "排队中"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "失败"


class Job(models.Model):
    """Long work with its progress. It survives a restart: a dead worker's job is taken up again."""

    kind = models.CharField("种类", max_length=40)
    arguments = models.JSONField("参数", default=dict)
    state = models.CharField("状态", max_length=8, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveBigIntegerField("已做", default=0)
    total = models.PositiveBigIntegerField("总数", default=0)
    note = models.CharField("说明", max_length=200, blank=True)
    result = models.JSONField("结果", default=dict)
    error = models.TextField("原因", blank=True)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="jobs")
    queued_at = models.DateTimeField("排队时间")
    seen_at = models.DateTimeField("最近动静", null=True)
    worker = models.CharField("执行者", max_length=40, blank=True)
    finished_at = models.DateTimeField("完成时间", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="job_state_known", condition=Q(state__in=JobState.values)),
        ]
        indexes = [models.Index(fields=["state", "id"], name="job_queue")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
