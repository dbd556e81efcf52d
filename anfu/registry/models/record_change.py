from django.db import models

from anfu.core.models import Audited, Intake


class RecordChange(Audited):
    """What one row of an import made of a record (a listing, an accident), so that it can be taken back.

    `record_id` is a key of the table of the intake's kind; `before` is empty where the row made the record.
    """

    intake = models.ForeignKey(Intake, models.PROTECT, related_name="+")
    record_id = models.BigIntegerField("记录")
    before = models.JSONField("原来", null=True)
    after = models.JSONField("写成")

    def __str__(self) -> str:
        return f"{self.intake_id} {self.record_id}"
