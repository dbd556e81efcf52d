from django.db import models
from django.db.models import F, Q

from anfu.registry.models import Enterprise
from anfu.targets.queries.spans import SpanQuerySet
from anfu.targets.queries.sums import SumsQuerySet


class Span(models.Model):
    """A period in which nothing about one enterprise's place in the figures changed; derived, never edited.

    `groups` is a bit mask of the groups the enterprise is in (`targets.groups`). `covered`: a service
    relation was in force. `newly`: covered, and not yet so on the last day of the year before. `lapsed`: not
    covered, but was before. Spans of one enterprise never overlap.
    """

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="spans", db_index=False)
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True)
    division = models.CharField("属地", max_length=6)
    town = models.CharField("镇街", max_length=9, blank=True)
    sector = models.CharField("工贸行业", max_length=20, blank=True)
    size_class = models.CharField("规模", max_length=6, blank=True)
    groups = models.BigIntegerField("所属", default=0)
    covered = models.BooleanField("已覆盖", default=False)
    newly = models.BooleanField("今年新增", default=False)
    lapsed = models.BooleanField("到期未续", default=False)
    objects = SpanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="span_ends_after_it_begins", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
            ),
            models.UniqueConstraint(name="span_one_a_day", fields=["enterprise", "valid_from"]),
        ]
        indexes = [
            # A county's lists, in the order of their pages.
            models.Index(
                name="span_list",
                fields=[
                    "division",
                    "enterprise",
                    "valid_from",
                    "valid_to",
                    "groups",
                    "covered",
                    "lapsed",
                    "newly",
                ],
            ),
            # Counting by town is answered from this index alone.
            models.Index(
                name="span_place", fields=["division", "covered", "town", "groups", "valid_from", "valid_to"]
            ),
            models.Index(name="span_town", fields=["town", "covered", "groups", "valid_from", "valid_to"]),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.valid_from}"


class Grain(models.TextChoices):
    """Changes are kept by day, and summed by month and by year, each under the first day of its period."""

    DAY = "D", "日"
    MONTH = "M", "月"
    YEAR = "Y", "年"


class Sums(models.Model):
    """The change that one period brought to some figures; a figure as of a day is a sum of such changes."""

    grain = models.CharField("时段", max_length=1, choices=Grain)
    day = models.DateField("起始日")
    group = models.PositiveSmallIntegerField("所属")  # the bit of targets.groups
    division = models.CharField("属地", max_length=6)
    in_scope = models.IntegerField("应覆盖")
    covered = models.IntegerField("已覆盖")
    newly = models.IntegerField("今年新增")
    lapsed = models.IntegerField("到期未续")
    objects = SumsQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.group} {self.grain} {self.day} {self.division}"


class Total(Sums):
    """The cube without sector and size: the headline figures, the ranking and the trend are read from it."""

    class Meta:
        constraints = [
            models.CheckConstraint(name="total_grain_known", condition=Q(grain__in=Grain.values)),
            models.UniqueConstraint(name="total_once", fields=["grain", "day", "group", "division"]),
        ]


class Cell(Sums):
    """The whole cube."""

    sector = models.CharField("工贸行业", max_length=20, blank=True)
    size_class = models.CharField("规模", max_length=6, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="cell_grain_known", condition=Q(grain__in=Grain.values)),
            models.UniqueConstraint(
                name="cell_once", fields=["group", "grain", "day", "division", "sector", "size_class"]
            ),
        ]
