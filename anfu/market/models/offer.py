from django.conf import settings
from django.db import models
from django.db.models import Q

from anfu.core.models import Audited
from anfu.market.models.demand import Demand
from anfu.market.queries.offers import OfferQuerySet, VersionQuerySet
from anfu.providers.models import Provider


class OfferState(models.TextChoices):
    STANDING = "standing", "有效"
    WITHDRAWN = "withdrawn", "已撤回"


class Offer(Audited):
    """A provider's answer to one demand; what it says stands in its versions, all of which are kept."""

    demand = models.ForeignKey(Demand, models.PROTECT, related_name="offers")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="offers")
    state = models.CharField("状态", max_length=9, choices=OfferState, default=OfferState.STANDING)
    number = models.PositiveIntegerField("第几版", default=1)
    made_at = models.DateTimeField("报价时间")
    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="offer_once_per_demand", fields=["demand", "provider"]),
            models.CheckConstraint(name="offer_state_known", condition=Q(state__in=OfferState.values)),
        ]

    def __str__(self) -> str:
        return f"offer {self.pk}"


class OfferVersion(Audited):
    """What an offer said from a moment on. `seal` went into the ledger alone; `salt` keeps it from being guessed.

    `price_fen`: of the whole period, for one enterprise. `staff`: keys of the provider's employments.
    """

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("第几版")
    price_fen = models.BigIntegerField("价款")
    plan = models.CharField("服务方案", max_length=2000)
    visits_per_month = models.PositiveSmallIntegerField("每月上门次数")
    training_hours = models.PositiveSmallIntegerField("培训学时", default=0)
    reports = models.PositiveSmallIntegerField("报告", default=0)
    drills = models.PositiveSmallIntegerField("演练", default=0)
    staff = models.JSONField("服务人员", default=list)
    valid_until = models.DateField("有效期到")  # the last day on which it can be chosen
    made_at = models.DateTimeField("时间")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    salt = models.CharField("盐", max_length=64)
    seal = models.CharField("封条", max_length=64)
    receipt = models.ForeignKey("core.LedgerEntry", models.PROTECT, related_name="+")
    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="offer_version_once", fields=["offer", "number"]),
            models.CheckConstraint(name="offer_price_positive", condition=Q(price_fen__gt=0)),
        ]

    def __str__(self) -> str:
        return f"offer version {self.pk}"
