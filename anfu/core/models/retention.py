from django.db import models


class RetentionRun(models.Model):
    """What one round did about one kind: the days then in force and how many were ended; `problem` where it failed."""

    code = models.CharField("种类", max_length=40)
    days = models.PositiveIntegerField("保留天数")
    ended = models.PositiveIntegerField("清理", default=0)
    problem = models.CharField("没有清理完", max_length=80, blank=True)
    at = models.DateTimeField("时间", db_index=True)

    def __str__(self) -> str:
        return f"{self.code} {self.at:%Y-%m-%d}"
