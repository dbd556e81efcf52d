"""From an account to an actor."""

from anfu.core.actor import NOBODY, Actor
from anfu.people.models import User
from anfu.people.roles import CITY_ROLES, PERMISSIONS, Role


def actor_of(user: User) -> Actor:
    """The actor of an account, with the permissions of its role and its territory; inactive ones are nobody."""
    if not user.is_active:
        return NOBODY
    return Actor(
        user_id=user.pk,
        name=user.name,
        office=user.office,
        role=Role(user.role).label,
        permissions=PERMISSIONS[user.role],
        whole_city=user.role in CITY_ROLES,
        divisions=frozenset({user.division} if user.role == Role.COUNTY_OFFICER else ()),
        towns=frozenset({user.town} if user.role == Role.TOWN_OFFICER else ()),
    )
