"""Accounts, parties and actors for tests."""

from typing import Any

from anfu.core.actor import Actor
from anfu.core.ledger.guard import without_ledger
from anfu.people.actions.accounts import member_of, party_of
from anfu.people.actors import actor_of
from anfu.people.models import Membership, Party, User
from anfu.people.roles import KIND_OF, Kind, Role, duty_of
from anfu.registry.models import Organisation
from anfu.registry.tests.factories import SINCE, make_enterprise, make_uscc

REGISTERED = (Kind.ENTERPRISE, Kind.PROVIDER)


def make_party(kind: str, *, name: str = "", organisation: Organisation | None = None, **place: str) -> Party:
    """A party; enterprises and providers get an organisation of the registry if none is given."""
    with without_ledger():
        if kind == Kind.ENTERPRISE and organisation is None:
            organisation = make_enterprise().organisation
        if kind == Kind.PROVIDER and organisation is None:
            organisation = Organisation.objects.create(
                uscc=make_uscc(), name=name or "测试安全技术服务有限公司"
            )
        named = name or (organisation.name if organisation else "测试局")
        return party_of(kind, named, organisation=organisation, **place)


def make_user(
    role: str = "city_admin",
    *,
    division: str = "",
    town: str = "",
    username: str = "",
    party: Party | None = None,
) -> User:
    """An account with one membership of that role; its name says role and place."""
    place = _place(role, division, town)
    name = username or f"{role}-{place['town'] or place['division'] or 'city'}"
    with without_ledger():
        user, made = User.objects.get_or_create(
            username=name, defaults={"name": "测试员", "duty": duty_of(role)}
        )
        if made or party is not None:
            make_membership(user, role, party=party, **place)
    return user


def make_membership(
    user: User, role: str, *, party: Party | None = None, division: str = "", town: str = "", **facts: Any
) -> Membership:
    """One more membership of an account."""
    place = _place(role, division, town)
    with without_ledger():
        party = party or make_party(KIND_OF[role], **place)
        made = member_of(user, party, role, on=SINCE, **place)
        if facts:
            Membership.objects.filter(pk=made.pk).update(**facts)
            made.refresh_from_db()
    return made


def make_actor(role: str = "city_admin", **where: Any) -> Actor:
    """An actor of that role with an account behind it."""
    return actor_of(make_user(role, **where))


def _place(role: str, division: str, town: str) -> dict[str, str]:
    if role == Role.COUNTY_OFFICER:
        return {"division": division or "330784", "town": ""}
    if role == Role.TOWN_OFFICER:
        town = town or "330784001"
        return {"division": town[:6], "town": town}
    return {"division": "", "town": ""}
