from django.conf import settings
from django.db import models
from django.db.models import Q

from anfu.core.models import Audited
from anfu.experts.draw.answers import DECLINED, REASONS
from anfu.experts.models.expert import Expert
from anfu.experts.queries.uses import UseQuerySet
from anfu.people.models import Party


class UseKind(models.TextChoices):
    INVITED = "invited", "邀请"
    DRAWN = "drawn", "抽取"


class UseState(models.TextChoices):
    ASKED = "asked", "待答复"
    ACCEPTED = "accepted", "已接受"
    DECLINED = "declined", "不能参加"
    LAPSED = "lapsed", "逾期未答复"
    CANCELLED = "cancelled", "已取消"


class Use(Audited):
    """An expert is asked for something, by name or by a draw: the service record (服务记录) of the expert."""

    expert = models.ForeignKey(Expert, models.PROTECT, related_name="uses")
    kind = models.CharField("方式", max_length=7, choices=UseKind)
    purpose = models.CharField("事项", max_length=200)
    place = models.CharField("地点", max_length=200, blank=True)
    serves_on = models.DateField("服务日期", null=True)
    # Who asks: a person, for an office or an enterprise.
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    office = models.CharField("邀请单位", max_length=200)
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("邀请时间")
    answer_by = models.DateField("答复期限")
    state = models.CharField("状态", max_length=9, choices=UseState, default=UseState.ASKED)
    reason = models.CharField("原因", max_length=8, choices=list(REASONS.items()), blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)
    objects = UseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="use_kind_known", condition=Q(kind__in=UseKind.values)),
            models.CheckConstraint(name="use_state_known", condition=Q(state__in=UseState.values)),
            models.CheckConstraint(
                name="use_answered_at_some_time",
                condition=Q(state=UseState.ASKED, answered_at=None)
                | (~Q(state=UseState.ASKED) & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="use_refused_with_a_reason",
                condition=(Q(state=DECLINED) & ~Q(reason="")) | (~Q(state=DECLINED) & Q(reason="")),
            ),
            models.UniqueConstraint(
                name="use_asked_once",
                fields=["expert", "asked_by", "purpose"],
                condition=Q(state=UseState.ASKED, kind=UseKind.INVITED),
            ),
        ]
        indexes = [
            models.Index(name="use_open", fields=["answer_by"], condition=Q(state=UseState.ASKED)),
            models.Index(name="use_of_expert", fields=["expert", "state"]),
        ]

    def __str__(self) -> str:
        return f"use {self.pk}"


class Evaluation(Audited):
    """What the asker says after the service: one to five, with words; once for each use."""

    use = models.OneToOneField(Use, models.PROTECT, related_name="evaluation")
    score = models.PositiveSmallIntegerField("分数")
    words = models.CharField("评语", max_length=300)
    office = models.CharField("评价单位", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("评价时间")

    class Meta:
        constraints = [
            models.CheckConstraint(name="evaluation_one_to_five", condition=Q(score__gte=1, score__lte=5)),
            models.CheckConstraint(name="evaluation_has_words", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return f"evaluation {self.pk}"
