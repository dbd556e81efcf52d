"""Accounts are made and ended here."""

from datetime import date

from django.db import transaction

from anfu.core import ledger
from anfu.core.actor import Actor
from anfu.people.models import User


@transaction.atomic
def add_user(
    username: str, password: str, *, name: str, office: str, role: str, actor: Actor, on: date,
    division: str = "", town: str = "",
) -> User:  # fmt: skip
    """A new account; an account of that name keeps its password and takes the other facts."""
    user = User.objects.filter(username=username).first() or User(username=username)
    before = {"role": user.role, "division": user.division, "town": user.town} if user.pk else {}
    user.name, user.office, user.role, user.division, user.town = name, office, role, division, town
    if not user.pk:
        user.set_password(password)
    user.save()
    after = {"role": role, "division": division, "town": town}
    ledger.record("people.user_set", f"user:{username}", actor=actor, on=on, before=before, after=after)
    return user
