"""Which active users hold a permission in an office, or for an organisation: the one place that is asked."""

from collections.abc import Iterable

from django.db.models import QuerySet

from anfu.core import clock
from anfu.people.models import Membership, User
from anfu.people.roles import CITY_ROLES, PERMISSIONS, Role


def in_city(permission: str) -> QuerySet[User]:
    """Those who hold it for the whole city; an administrator's duty knows no place, so it counts as the city's."""
    placed = [Role.COUNTY_OFFICER, Role.TOWN_OFFICER]
    roles = [role for role in _roles(permission) if role in CITY_ROLES or role not in placed]
    return _members(roles=roles, party__organisation=None)


def in_division(permission: str, division: str) -> QuerySet[User]:
    """Those who hold it in the county's own office; not the city's."""
    return _members(roles=_roles(permission) & {Role.COUNTY_OFFICER}, division=division)


def in_town(permission: str, town: str) -> QuerySet[User]:
    """Those who hold it in the town's own office."""
    return _members(roles=_roles(permission) & {Role.TOWN_OFFICER}, town=town)


def for_organisation(permission: str, organisation: int) -> QuerySet[User]:
    """Those who hold it as members of the organisation."""
    return _members(roles=_roles(permission), party__organisation=organisation)


def _members(*, roles: Iterable[str], **where: object) -> QuerySet[User]:
    held = Membership.objects.in_force_on(clock.today()).filter(role__in=roles, **where)
    return User.objects.filter(pk__in=held.values("user"))


def _roles(permission: str) -> set[str]:
    return {role for role, permissions in PERMISSIONS.items() if permission in permissions}
