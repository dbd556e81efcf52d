from django.db import models

from anfu.core.models.outbound_host import OutboundHost


class OutboundPause(models.Model):
    """How often in a row a host did not answer, and until when it is left alone; gone with its next answer."""

    host = models.OneToOneField(OutboundHost, models.CASCADE, primary_key=True, related_name="pause")
    failures = models.PositiveIntegerField("连续失败", default=0)
    until = models.DateTimeField("暂停到", null=True)

    def __str__(self) -> str:
        return f"{self.host_id}: {self.failures}"
