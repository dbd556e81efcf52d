"""An account with a password, and ways to sign in as it."""

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from anfu.core.ledger.guard import without_ledger
from anfu.people.models import User
from anfu.people.signin.sealing import seal
from anfu.people.tests.factories import make_user

PASSWORD = "seven wet lanterns"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
HOME, AWAY, FAR = "203.0.113.7", "198.51.100.9", "192.0.2.33"


def person(role: str = "city_officer", username: str = "lu", **where: str) -> User:
    """An account that signs in by PASSWORD."""
    user = make_user(role, username=username, **where)
    user.set_password(PASSWORD)
    with without_ledger():
        user.save()
    return user


def with_code(user: User) -> User:
    """The account with a telephone that holds SECRET."""
    cache.clear()  # where the library remembers used codes by the account's number
    with without_ledger():
        Authenticator.objects.create(user=user, type="totp", data={"secret": seal(SECRET)})
    return user


def code_now(later: int = 0) -> str:
    """What the telephone shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + later))


def sign_in(
    client: Client, username: str = "lu", password: str = PASSWORD, at: str = HOME, **more: Any
) -> Any:
    """The answer to the sign-in form."""
    form = {"username": username, "password": password} | more
    return client.post(
        "/sign-in/", form, REMOTE_ADDR=at, HTTP_USER_AGENT="Mozilla/5.0 (Windows NT) Chrome/130"
    )


def text(response: Any) -> str:
    return response.content.decode()
