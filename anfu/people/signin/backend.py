"""Account and password, with the same work whether the account exists or not."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest

from anfu.people.backends import WithMemberships
from anfu.people.models import User
from anfu.people.signin import actions


class Backend(WithMemberships, ModelBackend):
    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        """The account if it is enabled and the password is its own."""
        if username is None or password is None:
            return None
        user = User.objects.filter(username=username).first()
        if user is None or not user.has_usable_password():
            make_password(password)
            return None
        right = check_password(password, user.password, lambda raw: actions.renew_hash(user, raw))
        return user if right and user.is_active else None
