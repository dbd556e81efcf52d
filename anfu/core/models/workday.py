from django.db import models

from anfu.core.models.audited import Audited


class SpecialDay(Audited):
    """A day that the State Council's yearly notice makes a holiday or a working day, as loaded by the operator."""

    day = models.DateField("日期", primary_key=True)
    works = models.BooleanField("上班")
    name = models.CharField("名称", max_length=40, blank=True)
    source = models.CharField("来源", max_length=200)

    def __str__(self) -> str:
        return f"{self.day}"
