"""Devices from which an account has signed in before: a signed cookie that gives them tries of their own.

Whoever burns an account's tries elsewhere does not hinder its owner on such a device.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

SALT = "signin.device"
DAYS = 180
# A shared machine of an office knows its last few people.
REMEMBERED = 5


def known_device(request: HttpRequest, username: str) -> str:
    """The device's number for this account, "" where it is not known."""
    return _read(request).get(_mark(username), "")


def remember(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """This device signed in as the account: give it a number of its own, or keep the one it has."""
    known = _read(request)
    number = known.pop(_mark(username), "") or secrets.token_urlsafe(9)
    kept = dict([*known.items(), (_mark(username), number)][-REMEMBERED:])
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(kept, salt=SALT, compress=True),
        max_age=DAYS * 86400,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _mark(username: str) -> str:
    return salted_hmac("signin.device.account", username, algorithm="sha256").hexdigest()[:16]


def _read(request: HttpRequest) -> dict[str, str]:
    cookie = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    try:
        found = signing.loads(cookie, salt=SALT, max_age=DAYS * 86400)
    except signing.BadSignature:
        return {}
    return found if isinstance(found, dict) else {}
