from django.db import models
from django.db.models import F, Q

from anfu.registry.models import Enterprise
from anfu.targets.queries.spans import SpanQuerySet


class Span(models.Model):
    """A period in which nothing about one enterprise's place in the figures changed; derived, never edited.

    `groups` is a bit mask of the groups the enterprise is in (`targets.groups`). `covered`: a service relation was in
    force. `newly`: covered, and not yet so on the last day of the year before. Spans of one enterprise never overlap.
    """

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="spans")
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True)
    division = models.CharField("属地", max_length=6)
    town = models.CharField("镇街", max_length=9, blank=True)
    sector = models.CharField("工贸行业", max_length=20, blank=True)
    size_class = models.CharField("规模", max_length=6, blank=True)
    groups = models.PositiveBigIntegerField("所属", default=0)
    covered = models.BooleanField("已覆盖", default=False)
    newly = models.BooleanField("今年新增", default=False)
    objects = SpanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="span_ends_after_it_begins", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
            ),
            models.UniqueConstraint(name="span_one_a_day", fields=["enterprise", "valid_from"]),
        ]
        indexes = [
            models.Index(name="span_place", fields=["division", "covered", "valid_from", "valid_to", "groups"]),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.valid_from}"


class Cell(models.Model):
    """One day's change in one cell of the coverage cube. A figure as of a day is the sum up to that day."""

    group = models.CharField("所属", max_length=30)
    day = models.DateField("日期")
    division = models.CharField("属地", max_length=6)
    sector = models.CharField("工贸行业", max_length=20, blank=True)
    size_class = models.CharField("规模", max_length=6, blank=True)
    in_scope = models.IntegerField("应覆盖")
    covered = models.IntegerField("已覆盖")
    newly = models.IntegerField("今年新增")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cell_once", fields=["group", "day", "division", "sector", "size_class"])
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.day} {self.division}"
