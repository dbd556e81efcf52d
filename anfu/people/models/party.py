from django.db import models
from django.db.models import Q

from anfu.core.models import Audited
from anfu.people.queries.parties import PartyQuerySet
from anfu.people.roles import Kind


class Party(Audited):
    """Whom people act for: an enterprise, a provider, an office, an association, or an expert as a person."""

    kind = models.CharField("种类", max_length=11, choices=Kind)
    name = models.CharField("名称", max_length=200)
    organisation = models.ForeignKey(
        "registry.Organisation", models.PROTECT, null=True, related_name="parties"
    )
    # The place it is answerable for (an office) or lies in; empty: the whole city, or not known.
    division = models.CharField("地区", max_length=6, blank=True)
    town = models.CharField("镇街", max_length=9, blank=True)
    objects = PartyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="party_kind_known", condition=Q(kind__in=Kind.values)),
            # An enterprise is one of the registry's, so that its members see that one and no other.
            models.CheckConstraint(
                name="party_enterprise_is_registered",
                condition=~Q(kind=Kind.ENTERPRISE) | Q(organisation__isnull=False),
            ),
            models.CheckConstraint(
                name="party_place_fits_kind",
                condition=(~Q(kind__in=[Kind.CITY, Kind.COUNTY, Kind.TOWN]))
                | Q(kind=Kind.CITY, division="", town="")
                | (Q(kind=Kind.COUNTY, town="") & ~Q(division=""))
                | (Q(kind=Kind.TOWN) & ~Q(division="") & ~Q(town="")),
            ),
            models.UniqueConstraint(
                name="party_once_per_organisation",
                fields=["kind", "organisation"],
                condition=Q(organisation__isnull=False),
            ),
            models.UniqueConstraint(
                name="party_office_once",
                fields=["kind", "name", "division", "town"],
                condition=Q(organisation=None) & ~Q(kind=Kind.EXPERT),
            ),
        ]

    def __str__(self) -> str:
        return self.name
