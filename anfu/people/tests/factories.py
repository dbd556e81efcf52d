"""Accounts and actors for tests."""

from anfu.core.actor import Actor
from anfu.core.ledger.guard import without_ledger
from anfu.people.actors import actor_of
from anfu.people.models import User
from anfu.people.roles import Role


def make_user(role: str = "city_admin", *, division: str = "", town: str = "", username: str = "") -> User:
    """An account of that role; its name says role and place."""
    if role == Role.COUNTY_OFFICER:
        division = division or "330784"
    if role == Role.TOWN_OFFICER:
        town = town or "330784001"
        division = town[:6]
    with without_ledger():
        user, _ = User.objects.get_or_create(
            username=username or f"{role}-{town or division or 'city'}",
            defaults={"name": "测试员", "office": "测试局", "role": role, "division": division, "town": town},
        )
    return user


def make_actor(role: str = "city_admin", **where: str) -> Actor:
    """An actor of that role with an account behind it."""
    return actor_of(make_user(role, **where))
