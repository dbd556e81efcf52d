from django.conf import settings
from django.db import models


class LedgerStream(models.Model):
    """The head of one chain: a county-level division's, or the city's own."""

    code = models.CharField("台账", max_length=6, primary_key=True)
    length = models.PositiveBigIntegerField("条数", default=0)
    head = models.CharField("链头", max_length=64, default="0" * 64)
    last_at = models.DateTimeField("最后入账时间", null=True)

    def __str__(self) -> str:
        return self.code


class LedgerEntry(models.Model):
    """One change of state: who, for whom, when, what. `body` is the canonical JSON that the hash covers."""

    stream = models.CharField("台账", max_length=6)
    seq = models.PositiveBigIntegerField("序号")
    at = models.DateTimeField("入账时间")
    verb = models.CharField("事项", max_length=64)
    subject = models.CharField("对象", max_length=80, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    rows = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+")
    body = models.TextField("内容")
    previous = models.CharField("上一条", max_length=64)
    digest = models.CharField("校验码", max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(name="ledger_one_entry_a_place", fields=["stream", "seq"])]
        indexes = [models.Index(fields=["verb", "id"], name="ledger_verb")]

    def __str__(self) -> str:
        return f"{self.stream}-{self.seq} {self.verb}"


class LedgerLeaf(models.Model):
    """An entry's place in the one order of all streams, given when a checkpoint took it in; counted from 0."""

    index = models.PositiveBigIntegerField("位置", primary_key=True)
    stream = models.CharField("台账", max_length=6)
    seq = models.PositiveBigIntegerField("序号")

    class Meta:
        constraints = [models.UniqueConstraint(name="ledger_one_leaf_an_entry", fields=["stream", "seq"])]

    def __str__(self) -> str:
        return f"{self.index} {self.stream}-{self.seq}"


class LedgerLog(models.Model):
    """One row: how many entries have their place. Locked by whoever gives places."""

    size = models.PositiveBigIntegerField("条数", default=0)

    def __str__(self) -> str:
        return f"{self.size}"


class TouchedRow(models.Model):
    """An audited row that the platform wrote and whose digest is not in the ledger yet; filled by triggers."""

    table = models.CharField("表", max_length=63)
    key = models.CharField("主键", max_length=40)

    def __str__(self) -> str:
        return f"{self.table} {self.key}"


class WatchedTable(models.Model):
    """An audited table whose rows are all in the ledger or on their way there, with the columns they had then."""

    name = models.CharField("表", max_length=63, primary_key=True)
    columns = models.JSONField("列")

    def __str__(self) -> str:
        return self.name
