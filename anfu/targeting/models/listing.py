from django.db import models
from django.db.models import F, Q

from anfu.core.models import Audited
from anfu.registry.models import Enterprise
from anfu.registry.queries.territory import TerritoryQuerySet


class ListingLevel(models.TextChoices):
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"


class SupervisedListing(Audited):
    """A major hazard that a government put on its public list (挂牌督办), open until it is taken off (二(一)4)."""

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="listings")
    level = models.CharField("级别", max_length=8, choices=ListingLevel)
    number = models.CharField("文号", max_length=60)
    hazard = models.CharField("重大隐患", max_length=300)
    listed_on = models.DateField("挂牌日期")
    due_on = models.DateField("整改期限")
    delisted_on = models.DateField("摘牌日期", null=True)
    source = models.CharField("来源", max_length=200)
    objects = TerritoryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="listing_level_known", condition=Q(level__in=ListingLevel.values)),
            models.CheckConstraint(
                name="listing_ends_after_it_begins",
                condition=Q(delisted_on=None) | Q(delisted_on__gte=F("listed_on")),
            ),
            models.UniqueConstraint(name="listing_number_once", fields=["enterprise", "number"]),
        ]

    def __str__(self) -> str:
        return self.number
