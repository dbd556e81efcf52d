from django.db import models


class PeriodicRun(models.Model):
    """When a piece of periodic work was last claimed: the beginning of its slot, by the clock."""

    name = models.CharField("名称", max_length=60, primary_key=True)
    slot = models.DateTimeField("时段")

    def __str__(self) -> str:
        return self.name
