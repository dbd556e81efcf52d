"""From an account and the membership it acts under to an actor."""

from collections.abc import Sequence

from anfu.core import clock
from anfu.core.actor import NOBODY, Actor
from anfu.people.models import Membership, User
from anfu.people.roles import BARE, GRANTING, PERMISSIONS, UNATTACHED, Duty, Role


def actor_of(user: User, membership_id: int | None = None) -> Actor:
    """The account as it acts now: under that membership if it holds, else under its first; inactive ones are nobody."""
    if not user.is_active:
        return NOBODY
    held = memberships_of(user)
    chosen = next((m for m in held if m.pk == membership_id), held[0] if held else None)
    if chosen is None:
        bare = UNATTACHED if user.duty == Duty.BUSINESS else BARE
        return Actor(user_id=user.pk, name=user.name, permissions=bare)
    return _acting(user, chosen)


def memberships_of(user: User) -> Sequence[Membership]:
    """What the account may act as today; read once with the account where the sign-in did so."""
    held: Sequence[Membership] | None = getattr(user, "held", None)
    return list(Membership.objects.of_person(user.pk, clock.today())) if held is None else held


def _acting(user: User, m: Membership) -> Actor:
    own = m.party.organisation_id
    lender = m.lent_from.user.name if m.lent_from else ""
    return Actor(
        user_id=user.pk,
        name=user.name,
        office=m.party.name,
        role=Role(m.role).label + (f"（代{lender}）" if lender else ""),
        permissions=PERMISSIONS[m.role] - (GRANTING if lender else frozenset()),
        whole_city=m.whole_city,
        divisions=frozenset({m.division} if m.role == Role.COUNTY_OFFICER else ()),
        towns=frozenset({m.town} if m.role == Role.TOWN_OFFICER else ()),
        organisations=frozenset() if own is None else frozenset({own}),
        kind=m.kind,
        party_id=m.party_id,
        membership_id=m.pk,
        role_code=m.role,
    )
