"""One try to sign in by password: slowed first, then checked, then counted."""

from django.contrib.auth import authenticate
from django.http import HttpRequest

from anfu.core.web.network import network_of
from anfu.people.models import User
from anfu.people.signin import budget, devices
from anfu.people.signin.failures import failed
from anfu.people.signin.models import Outcome


def attempt(request: HttpRequest, username: str, password: str) -> User | None:
    """The account, or None where name, password or state is wrong; budget.Slowed where nothing was checked.

    What is counted goes by the name that was typed, whether an account bears it or not.
    """
    asked = _asked(request, username)
    try:
        budget.take(asked)
    except budget.Slowed:
        failed(request, Outcome.SLOWED, username)
        raise
    user = authenticate(request, username=username, password=password)
    if user is None:
        failed(request, Outcome.PASSWORD, username)
        return None
    budget.give_back(asked)
    return user


def _asked(request: HttpRequest, username: str) -> budget.Asked:
    if device := devices.known_device(request, username):
        return [(budget.DEVICE, f"{username} {device}")]
    network = network_of(request)
    return [
        (budget.ACCOUNT, username),
        (budget.ACCOUNT_FROM_NETWORK, f"{username} {network}"),
        (budget.NETWORK, network),
    ]
