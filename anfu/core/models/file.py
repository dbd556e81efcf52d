from django.db import models


class StoredFile(models.Model):
    """A file kept under its SHA-256; the same bytes are kept once."""

    sha256 = models.CharField("校验码", max_length=64, unique=True)
    size = models.PositiveBigIntegerField("字节")
    kind = models.CharField("类型", max_length=40)
    name = models.CharField("原文件名", max_length=200)
    stored_at = models.DateTimeField("存入时间")

    def __str__(self) -> str:
        return self.name
