from django.conf import settings
from django.db import models


class Scan(models.TextChoices):
    """What a virus scanner said. Not scanned is not clean."""

    UNSCANNED = "unscanned", "未查毒"
    CLEAN = "clean", "已查毒"


class StoredFile(models.Model):
    """A file kept under its SHA-256; the same bytes are kept once."""

    sha256 = models.CharField("校验码", max_length=64, unique=True)
    size = models.PositiveBigIntegerField("字节")
    kind = models.CharField("类型", max_length=40)
    name = models.CharField("原文件名", max_length=200)
    scan = models.CharField("查毒", max_length=9, choices=Scan, default=Scan.UNSCANNED)
    stored_at = models.DateTimeField("存入时间")

    def __str__(self) -> str:
        return self.name


class UploadTally(models.Model):
    """How many files and bytes a person has uploaded on a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField("日期")
    files = models.PositiveIntegerField("个数", default=0)
    size = models.PositiveBigIntegerField("字节", default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="upload_tally_once", fields=["user", "day"])]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"
