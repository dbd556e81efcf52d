from django.db import models
from django.db.models import F, Q

from anfu.core.models import Audited
from anfu.experts.models.expert import Expert
from anfu.experts.queries.own import OwnQuerySet
from anfu.registry.models import Organisation


class DeclarationKind(models.TextChoices):
    EMPLOYMENT = "employment", "任职"
    SHAREHOLDING = "shareholding", "持股"
    KINSHIP = "kinship", "亲属在该单位任职或持股"


class Declaration(Audited):
    """What ties an expert to a party, over a period (half-open; null = still so). Recusal is computed from it."""

    expert = models.ForeignKey(Expert, models.PROTECT, related_name="declarations")
    kind = models.CharField("关系", max_length=12, choices=DeclarationKind)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    detail = models.CharField("说明", max_length=200, blank=True)
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True)
    declared_at = models.DateTimeField("申报时间")
    retracted_at = models.DateTimeField("撤回时间", null=True)
    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="declaration_kind_known", condition=Q(kind__in=DeclarationKind.values)
            ),
            models.CheckConstraint(
                name="declaration_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
            models.UniqueConstraint(
                name="declaration_once",
                fields=["expert", "kind", "organisation", "valid_from"],
                condition=Q(retracted_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"declaration {self.pk}"
