from django.conf import settings
from django.db import models
from django.db.models import Q

from anfu.core.models import Audited
from anfu.experts.draw.commitment import EXCLUSIONS
from anfu.experts.models.expert import Expert
from anfu.experts.models.use import Use
from anfu.experts.queries.draws import DrawQuerySet
from anfu.people.models import Party


class DrawState(models.TextChoices):
    PREPARED = "prepared", "准备中"
    COMMITTED = "committed", "名单已冻结"
    DRAWN = "drawn", "已抽取"
    CLOSED = "closed", "已公布"
    CANCELLED = "cancelled", "已取消"


class Draw(Audited):
    """One draw of experts for one purpose, from its preparation to the published salts. Clause 二(二)1.

    The same purpose is never drawn again, not even after a cancellation (T08): what is wanted anew has a new name.
    """

    purpose = models.CharField("事项", max_length=120, unique=True)
    office = models.CharField("组织单位", max_length=200)
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("准备时间")
    levels = models.JSONField("级别", default=list)
    groups = models.JSONField("席位", default=list)  # [{code, seats, specialities, regions}]
    alternates = models.PositiveSmallIntegerField("每组候补")
    parties = models.JSONField("要回避的单位", default=list)  # credit codes
    public_name = models.CharField("公共数字", max_length=60)
    public_issue = models.CharField("期号", max_length=60)
    public_value = models.CharField("公共数字的值", max_length=120, blank=True)
    state = models.CharField("状态", max_length=9, choices=DrawState, default=DrawState.PREPARED)
    commit = models.JSONField("冻结内容", null=True)
    commit_hash = models.CharField("冻结校验码", max_length=64, blank=True)
    committed_at = models.DateTimeField("冻结时间", null=True)
    reveal_until = models.DateTimeField("口令公布到", null=True)
    sources = models.JSONField("随机来源", null=True)
    seed = models.CharField("种子", max_length=64, blank=True)
    drawn_at = models.DateTimeField("抽取时间", null=True)
    closed_at = models.DateTimeField("公布时间", null=True)
    cancelled_at = models.DateTimeField("取消时间", null=True)
    cancel_reason = models.CharField("取消理由", max_length=200, blank=True)
    digest = models.CharField("记录校验码", max_length=64, blank=True)
    objects = DrawQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="draw_state_known", condition=Q(state__in=DrawState.values)),
            models.CheckConstraint(
                name="draw_committed_before_drawn",
                condition=Q(drawn_at=None) | (Q(committed_at__isnull=False) & ~Q(commit_hash="")),
            ),
            models.CheckConstraint(
                name="draw_seed_comes_with_drawing",
                condition=Q(drawn_at=None, seed="") | (Q(drawn_at__isnull=False) & ~Q(seed="")),
            ),
            models.CheckConstraint(
                name="draw_cancelled_for_a_reason", condition=Q(cancelled_at=None) | ~Q(cancel_reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"draw {self.pk}"


class Supervisor(Audited):
    """One of the two persons, of two offices, whose nonces go into the seed."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="supervisors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    office = models.CharField("单位", max_length=200)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    nonce_hash = models.CharField("口令校验码", max_length=64, blank=True)
    handed_at = models.DateTimeField("交口令时间", null=True)
    nonce = models.CharField("口令", max_length=200, blank=True)
    revealed_at = models.DateTimeField("公布时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="supervisor_person_once", fields=["draw", "user"]),
            models.UniqueConstraint(name="supervisor_office_once", fields=["draw", "party"]),
            # The source is known by its office's name.
            models.UniqueConstraint(name="supervisor_name_once", fields=["draw", "office"]),
        ]

    def __str__(self) -> str:
        return f"supervisor {self.pk}"


class DrawLine(Audited):
    """One expert in a frozen pool: the secret salt, and the place that chance gave."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="lines")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="+")
    salt = models.CharField("盐", max_length=64)
    hash = models.CharField("抽签码", max_length=64)
    excluded = models.CharField("排除原因", max_length=12, blank=True)
    group = models.CharField("席位组", max_length=20, blank=True)
    place = models.PositiveSmallIntegerField(
        "次序", null=True
    )  # within the group: seats first, then alternates
    is_seat = models.BooleanField("席位", default=False)
    use = models.OneToOneField(Use, models.PROTECT, null=True, related_name="line")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="line_expert_once", fields=["draw", "expert"]),
            models.UniqueConstraint(name="line_hash_once", fields=["draw", "hash"]),
            models.UniqueConstraint(
                name="line_place_once", fields=["draw", "group", "place"], condition=~Q(place=None)
            ),
            models.CheckConstraint(
                name="line_excluded_is_never_drawn", condition=Q(excluded="") | Q(place=None)
            ),
            models.CheckConstraint(
                name="line_excluded_for_a_known_reason",
                condition=Q(excluded="") | Q(excluded__in=list(EXCLUSIONS)),
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.pk}"
