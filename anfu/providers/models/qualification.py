from django.db import models
from django.db.models import F, Q

from anfu.core.models import Audited
from anfu.providers.kinds import Credential
from anfu.providers.models.paper import Paper
from anfu.providers.models.provider import Provider
from anfu.providers.queries.under import UnderProviderQuerySet


class Qualification(Paper):
    """A licence or filing of a provider: what it may do, on paper until `valid_to` (the first day it no longer holds)."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="qualifications")
    credential = models.CharField("证书种类", max_length=17, choices=Credential)
    authority = models.CharField("发证机关", max_length=100)
    lines = models.JSONField("核准范围", default=list)
    objects = UnderProviderQuerySet.as_manager()

    class Meta(Paper.Meta):
        constraints = [
            *Paper.Meta.constraints,
            models.CheckConstraint(
                name="qualification_credential_known", condition=Q(credential__in=Credential.values)
            ),
        ]

    def __str__(self) -> str:
        return self.number


class HaltKind(models.TextChoices):
    SUSPENDED = "suspended", "暂停"
    REVOKED = "revoked", "吊销"
    WITHDRAWN = "withdrawn", "注销"


class Halt(Audited):
    """A licence does not hold in fact though it does on paper: from a day on, until one where it is only suspended."""

    qualification = models.ForeignKey(Qualification, models.PROTECT, related_name="halts")
    kind = models.CharField("情形", max_length=9, choices=HaltKind)
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True)
    source = models.CharField("依据", max_length=200)
    recorded_at = models.DateTimeField("记录时间")

    class Meta:
        constraints = [
            models.CheckConstraint(name="halt_kind_known", condition=Q(kind__in=HaltKind.values)),
            models.CheckConstraint(
                name="halt_only_a_suspension_ends",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"), kind=HaltKind.SUSPENDED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.qualification_id} {self.kind}"
