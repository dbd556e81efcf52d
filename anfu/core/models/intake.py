from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from anfu.core.actor import Actor
from anfu.core.models.audited import Audited
from anfu.core.models.file import StoredFile
from anfu.core.refusal import Refused


class IntakeState(models.TextChoices):
    UPLOADED = "uploaded", "对应列"
    JUDGING = "judging", "核对中"
    JUDGED = "judged", "等你写入"
    APPLYING = "applying", "写入中"
    APPLIED = "applied", "已写入"
    WITHDRAWING = "withdrawing", "撤回中"
    WITHDRAWN = "withdrawn", "已撤回"
    DROPPED = "dropped", "已放弃"
    FAILED = "failed", "读不了"


class IntakeQuerySet(models.QuerySet["Intake"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the actor's own counties, all for the city's officers; what a party loads is its own alone."""
        own = Q(organisation_id__in=actor.organisations)
        places = Q() if actor.whole_city else Q(division__in=actor.divisions)
        return self.filter(own | (Q(organisation_id=None) & places))


class Intake(Audited):
    """One file on its way into the database: columns matched, every row judged, written in batches, withdrawable."""

    kind = models.CharField("种类", max_length=20)
    # Null once one that was never written has outlived its time (`core.retention`).
    file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, related_name="+")
    name = models.CharField("文件名", max_length=200)
    as_of = models.DateField("情况截至")
    division = models.CharField("地区", max_length=6, blank=True)
    # The organisation whose own matter it is; null: an office loads it for its territory.
    organisation_id = models.BigIntegerField("单位", null=True)
    state = models.CharField("状态", max_length=11, choices=IntakeState, default=IntakeState.UPLOADED)
    mapping = models.JSONField("列的对应", default=dict)
    # How often it was judged; the verdicts of each judging lie in a folder of their own.
    round = models.PositiveIntegerField("第几次核对", default=0)
    counts = models.JSONField("结论", default=dict)
    batches = models.PositiveIntegerField("批数", default=0)
    written = models.PositiveIntegerField("已写批数", default=0)
    job = models.ForeignKey("core.Job", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("上传时间")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField("写入时间", null=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    error = models.CharField("原因", max_length=500, blank=True)
    # Off once verdicts, refused rows and mended cells have outlived their time (`core.retention`).
    rows_kept = models.BooleanField("逐行结论还在", default=True)
    objects = IntakeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="intake_state_known", condition=Q(state__in=IntakeState.values)),
            models.CheckConstraint(
                name="intake_has_its_file", condition=Q(file__isnull=False) | Q(state=IntakeState.DROPPED)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def kept_file(self) -> StoredFile:
        """The file; Refused once it has outlived its time."""
        if self.file is None:
            raise Refused("这一批没有写入，文件过了保留期限，已经删除。请重新上传。")
        return self.file


class MendedRow(models.Model):
    """What a person typed over the cells of one row, by field; the file itself stays as it came."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="mended")
    row = models.PositiveIntegerField("行")
    cells = models.JSONField("改成")
    mended_at = models.DateTimeField("改的时间")
    mended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="mended_once", fields=["intake", "row"])]

    def __str__(self) -> str:
        return f"{self.intake_id} {self.row}"


class RememberedMapping(models.Model):
    """How an office matched the columns of files with these headers last time."""

    kind = models.CharField("种类", max_length=20)
    office = models.CharField("单位", max_length=60)
    headers = models.CharField("表头校验", max_length=64)
    mapping = models.JSONField("列的对应")

    class Meta:
        constraints = [models.UniqueConstraint(name="mapping_once", fields=["kind", "office", "headers"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.office}"
