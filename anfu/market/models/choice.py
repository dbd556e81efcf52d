from django.conf import settings
from django.db import models
from django.db.models import Q

from anfu.core.models import Audited
from anfu.engagements.models import Contract
from anfu.market.models.demand import Demand
from anfu.market.models.offer import OfferVersion
from anfu.market.queries.choices import AnswerQuerySet, ChoiceQuerySet
from anfu.registry.models import Enterprise


class ChoiceState(models.TextChoices):
    WAITING = "waiting", "待机构确认"
    CONFIRMED = "confirmed", "机构已确认，待签约"
    SIGNED = "signed", "已签约"
    DECLINED = "declined", "机构不接受"
    WITHDRAWN = "withdrawn", "企业已收回"
    LEFT = "left", "签约前放弃"


STANDING = (ChoiceState.WAITING, ChoiceState.CONFIRMED, ChoiceState.SIGNED)


class Choice(Audited):
    """An enterprise chose an offer, and the provider answers. `view` is what the chooser saw, as canonical JSON."""

    demand = models.ForeignKey(Demand, models.PROTECT, related_name="choices")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    version = models.ForeignKey(OfferVersion, models.PROTECT, related_name="choices")
    state = models.CharField("状态", max_length=9, choices=ChoiceState, default=ChoiceState.WAITING)
    reason = models.CharField("选择理由", max_length=500)
    chosen_at = models.DateTimeField("选择时间")
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    view = models.TextField("当时看到的")
    view_hash = models.CharField("校验码", max_length=64)
    entry = models.ForeignKey("core.LedgerEntry", models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_reason = models.CharField("不成的理由", max_length=500, blank=True)
    ended_at = models.DateTimeField("不成的时间", null=True)
    contract = models.ForeignKey(Contract, models.PROTECT, null=True, related_name="+")
    objects = ChoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="choice_state_known", condition=Q(state__in=ChoiceState.values)),
            models.CheckConstraint(name="choice_has_its_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="choice_confirmed_with_a_contract",
                condition=~Q(state__in=["confirmed", "signed"]) | Q(contract__isnull=False),
            ),
            # Two people of one enterprise who choose at once: one choice stands.
            models.UniqueConstraint(
                name="choice_one_stands",
                fields=["demand", "enterprise"],
                condition=Q(state__in=["waiting", "confirmed", "signed"]),
            ),
        ]

    def __str__(self) -> str:
        return f"choice {self.pk}"


class Said(models.TextChoices):
    NOBODY = "nobody", "没有，是我们自己选的"
    OFFICIAL = "official", "政府部门或村镇的人要求或推荐过"
    PROVIDER = "provider", "机构自己说“必须选它”"
    OTHER = "other", "别的单位或个人要求过"


class FreeAnswer(Audited):
    """What the enterprise answered, in private, when asked whether anybody required or suggested this provider."""

    choice = models.OneToOneField(Choice, models.PROTECT, related_name="free_answer")
    said = models.CharField("答复", max_length=8, choices=Said)
    note = models.CharField("说明", max_length=500, blank=True)
    answered_at = models.DateTimeField("时间")
    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="free_answer_known", condition=Q(said__in=Said.values))]

    def __str__(self) -> str:
        return f"answer {self.pk}"
