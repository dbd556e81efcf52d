from django.conf import settings
from django.db import models
from django.db.models import Q

from anfu.core.models.audited import Audited


class OutboundHost(Audited):
    """A host that the platform may call, by decision of the system administrator; https unless it says otherwise."""

    host = models.CharField("主机名", max_length=253)
    port = models.PositiveIntegerField("端口")
    plain_http = models.BooleanField("允许不加密", default=False)
    loopback = models.BooleanField("本机", default=False)  # only while developing and testing
    note = models.CharField("用途", max_length=200)
    allowed_at = models.DateTimeField("允许时间")
    allowed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField("取消时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="outbound_host_once", fields=["host", "port"], condition=Q(ended_at=None)
            ),
            models.CheckConstraint(name="outbound_port_known", condition=Q(port__gte=1, port__lte=65535)),
        ]

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"
