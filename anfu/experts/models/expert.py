from django.conf import settings
from django.db import models
from django.db.models import F, Q

from anfu.core.models import Audited
from anfu.experts.queries.experts import ExpertQuerySet
from anfu.registry.models import Organisation


class Level(models.TextChoices):
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"


class ExpertState(models.TextChoices):
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "已退回"
    LISTED = "listed", "在库"
    SUSPENDED = "suspended", "暂停"
    REMOVED = "removed", "已出库"


class Expert(Audited):
    """A person in the pool of one level, or on the way there. Clause 三(二).

    The term is half-open; `barred_until` is the first day on which a suspension is over, or a removed person may apply
    again. `divisions` and `industries` empty: everywhere, every industry.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="expert")
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("手机", max_length=20, blank=True)
    # Of the identity number only this is kept: a keyed digest to know a person again, and what may be shown.
    identity_digest = models.CharField("身份证号校验值", max_length=60, blank=True)
    identity_masked = models.CharField("身份证号", max_length=18, blank=True)
    level = models.CharField("级别", max_length=8, choices=Level)
    division = models.CharField("县级库", max_length=6, blank=True)
    region = models.CharField("所在地区", max_length=6)
    divisions = models.JSONField("服务地区", default=list)
    industries = models.JSONField("行业门类", default=list)
    specialities = models.JSONField("专业", default=list)
    title = models.CharField("职称或职业资格", max_length=80)
    employer = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    employer_name = models.CharField("工作单位", max_length=200)
    record = models.CharField("专业经历", max_length=500)
    state = models.CharField("状态", max_length=9, choices=ExpertState, default=ExpertState.SUBMITTED)
    valid_from = models.DateField("聘期自", null=True)
    valid_to = models.DateField("聘期至", null=True)
    barred_until = models.DateField("暂停或禁入至", null=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    away_from = models.DateField("请假自", null=True)
    away_to = models.DateField("请假至", null=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField("提出时间")
    intake_id = models.BigIntegerField("导入批次", null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("办理时间", null=True)
    objects = ExpertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="expert_level_known", condition=Q(level__in=Level.values)),
            models.CheckConstraint(name="expert_state_known", condition=Q(state__in=ExpertState.values)),
            models.CheckConstraint(
                name="expert_county_names_its_place",
                condition=(Q(level=Level.COUNTY) & ~Q(division=""))
                | (~Q(level=Level.COUNTY) & Q(division="")),
            ),
            models.CheckConstraint(
                name="expert_listed_has_a_term",
                condition=~Q(state__in=[ExpertState.LISTED, ExpertState.SUSPENDED])
                | Q(valid_from__isnull=False, valid_to__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="expert_suspended_has_an_end",
                condition=~Q(state=ExpertState.SUSPENDED) | Q(barred_until__isnull=False),
            ),
            models.CheckConstraint(
                name="expert_away_ends_after_it_begins",
                condition=Q(away_from=None, away_to=None) | Q(away_to__gt=F("away_from")),
            ),
            # Who proposes a person does not admit the person.
            models.CheckConstraint(
                name="expert_decided_by_another",
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
            ),
            models.UniqueConstraint(
                name="expert_person_once", fields=["identity_digest"], condition=~Q(identity_digest="")
            ),
        ]
        indexes = [
            models.Index(name="expert_pool", fields=["state", "level", "division"]),
            models.Index(name="expert_lot", fields=["intake_id"], condition=~Q(intake_id=None)),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The number under which the expert is known, for life."""
        return code_of(self.pk)


def code_of(pk: int) -> str:
    """ZJ000123."""
    return f"ZJ{pk:06d}"
