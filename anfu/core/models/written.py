from django.conf import settings
from django.db import models


class AnsweredWrite(models.Model):
    """A write request that was answered, under the key that its sender gave it; asked again, it gets the same answer.

    The row is written in the transaction of the write itself: as long as that runs, nobody else sees it.
    """

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField("键", max_length=200)
    token = models.UUIDField("谁占用")  # tells the request that took the key from one that came second
    route = models.CharField("地址", max_length=300)
    request_hash = models.CharField("请求校验码", max_length=64)
    status = models.PositiveSmallIntegerField("状态码", null=True)  # null: running
    headers = models.JSONField("头", default=dict)
    body = models.BinaryField("答复", default=bytes)  # compressed by zlib
    body_digest = models.CharField("答复校验码", max_length=64, blank=True)
    created_at = models.DateTimeField("时间", db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="write_once", fields=["actor", "key"])]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"
