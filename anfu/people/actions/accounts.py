"""Accounts, the parties they act for, and what they are there."""

from datetime import date
from typing import Any

from django.db import transaction

from anfu.core import ledger
from anfu.core.actor import Actor
from anfu.people.models import Membership, Party, User
from anfu.people.roles import KIND_OF, duty_of
from anfu.registry.models import Organisation


@transaction.atomic
def add_user(
    username: str, password: str, *, name: str, office: str, role: str, actor: Actor, on: date,
    division: str = "", town: str = "", organisation: Organisation | None = None,
) -> User:  # fmt: skip
    """A new account with one membership; an account of that name keeps its password, and gains the membership.

    `organisation` is the registry's, for the roles of enterprises and providers.
    """
    user = User.objects.filter(username=username).first() or User(username=username, duty=duty_of(role))
    user.name = name
    if not user.pk:
        user.set_password(password)
    user.save()
    party = party_of(KIND_OF[role], office, division=division, town=town, organisation=organisation)
    member_of(user, party, role, on=on, division=division, town=town, granted_by=actor.user_id)
    after = {"role": role, "party": f"{party.kind}:{party.name}", "division": division, "town": town}
    ledger.record("people.user_set", f"user:{username}", actor=actor, on=on, after=after)
    return user


def party_of(
    kind: str, name: str, *, division: str = "", town: str = "", organisation: Organisation | None = None
) -> Party:
    """The party of that kind, made if it is not there: a registered one by its organisation, others by name and place."""
    facts: dict[str, Any] = {"name": name, "division": division, "town": town}
    if organisation is None:
        return Party.objects.get_or_create(kind=kind, organisation=None, **facts)[0]
    return Party.objects.get_or_create(kind=kind, organisation=organisation, defaults=facts)[0]


def member_of(
    user: User, party: Party, role: str, *, on: date, division: str = "", town: str = "",
    granted_by: int | None = None,
) -> Membership:  # fmt: skip
    """The open membership in this role and territory, made from that day on if it is not there."""
    return Membership.objects.get_or_create(
        user=user, party=party, role=role, division=division, town=town, valid_to=None,
        defaults={"kind": party.kind, "duty": user.duty, "valid_from": on, "granted_by_id": granted_by},
    )[0]  # fmt: skip
