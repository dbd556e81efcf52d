from django.conf import settings
from django.db import models
from django.db.models import F, Q

from anfu.core.models import Audited
from anfu.providers.kinds import PersonCredential
from anfu.providers.models.paper import Paper
from anfu.providers.models.provider import Provider
from anfu.providers.queries.staff import CertificateQuerySet
from anfu.providers.queries.under import UnderProviderQuerySet


class Professional(Audited):
    """A person who works for providers, known by the identity number: sealed, found again by its keyed digest."""

    name = models.CharField("姓名", max_length=40)
    identity_sealed = models.CharField("身份证号（加密）", max_length=200)
    identity_digest = models.CharField("身份证号摘要", max_length=50, unique=True)

    def __str__(self) -> str:
        return f"professional {self.pk}"


class Employment(Audited):
    """Somebody works for a provider over a period (half-open; null = still).

    Full time at one employer only: `employment_triggers` refuses a second one in the same days, on both databases.
    """

    professional = models.ForeignKey(Professional, models.PROTECT, related_name="employments")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="employments")
    full_time = models.BooleanField("专职", default=True)
    position = models.CharField("岗位", max_length=40, blank=True)
    valid_from = models.DateField("入职")
    valid_to = models.DateField("离职", null=True)  # the first day on which they no longer work there
    days_a_year = models.PositiveSmallIntegerField("一年可服务天数", null=True)
    source = models.CharField("来源", max_length=200, blank=True)
    intake_id = models.BigIntegerField("导入批次", null=True)
    recorded_at = models.DateTimeField("记录时间")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    retracted_at = models.DateTimeField("撤回时间", null=True)
    objects = UnderProviderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="employment_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="employment_days_within_a_year", condition=Q(days_a_year=None) | Q(days_a_year__lte=366)
            ),
            models.UniqueConstraint(
                name="employment_full_time_once",
                fields=["professional"],
                condition=Q(full_time=True, valid_to=None, retracted_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"employment {self.pk}"


class Certificate(Paper):
    """What a person is certified by, from a day to a day; registered to one employer where the kind asks for it."""

    professional = models.ForeignKey(Professional, models.PROTECT, related_name="certificates")
    credential = models.CharField("证书种类", max_length=19, choices=PersonCredential)
    grade = models.CharField("级别", max_length=20, blank=True)
    speciality = models.CharField("专业", max_length=40, blank=True)
    intake_id = models.BigIntegerField("导入批次", null=True)
    objects = CertificateQuerySet.as_manager()

    class Meta(Paper.Meta):
        constraints = [
            *Paper.Meta.constraints,
            models.CheckConstraint(
                name="certificate_credential_known", condition=Q(credential__in=PersonCredential.values)
            ),
        ]

    def __str__(self) -> str:
        return f"certificate {self.pk}"
