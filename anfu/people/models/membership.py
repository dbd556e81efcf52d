from collections.abc import Callable
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from anfu.core.models import Audited
from anfu.people.models.party import Party
from anfu.people.queries.memberships import MembershipQuerySet
from anfu.people.roles import CITY_ROLES, KIND_OF, Duty, Kind, Role, duty_of

_PLACED = (Role.COUNTY_OFFICER, Role.TOWN_OFFICER)


def _fits(name: str, asked: Callable[[str], str]) -> Q:
    """The column holds what the row's role asks for."""
    by_value: dict[str, list[str]] = {}
    for role in Role.values:
        by_value.setdefault(asked(role), []).append(role)
    return reduce(or_, (Q(**{name: value}, role__in=roles) for value, roles in by_value.items()))


class Membership(Audited):
    """Somebody acts for a party in a role and a territory over a period (half-open; null = without end)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    party = models.ForeignKey(Party, models.PROTECT, related_name="memberships")
    role = models.CharField("角色", max_length=20, choices=Role)
    # Copies of the party's kind and of the account's duty, so that constraints can hold the role to them.
    kind = models.CharField("种类", max_length=11, choices=Kind)
    duty = models.CharField("用途", max_length=8, choices=Duty)
    division = models.CharField("地区", max_length=6, blank=True)
    town = models.CharField("镇街", max_length=9, blank=True)
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True)  # the first day on which it no longer holds
    # Lent by a colleague: never more than that membership, and no longer.
    lent_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="loans")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="membership_role_fits_kind", condition=_fits("kind", KIND_OF.__getitem__)
            ),
            models.CheckConstraint(name="membership_role_fits_duty", condition=_fits("duty", duty_of)),
            # An empty division would match every division, so a county or town role must name one.
            models.CheckConstraint(
                name="membership_territory_fits_role",
                condition=(~Q(role__in=_PLACED) & Q(division="", town=""))
                | (Q(role=Role.COUNTY_OFFICER, town="") & ~Q(division=""))
                | (Q(role=Role.TOWN_OFFICER) & ~Q(division="") & ~Q(town="")),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="membership_loan_has_an_end",
                condition=Q(lent_from=None) | Q(valid_to__isnull=False),
            ),
            models.UniqueConstraint(
                name="membership_once",
                fields=["user", "party", "role", "division", "town"],
                condition=Q(valid_to=None),
            ),
        ]

    def __str__(self) -> str:
        return f"membership {self.pk}"

    @property
    def whole_city(self) -> bool:
        """Whether its territory is the whole city."""
        return self.role in CITY_ROLES
