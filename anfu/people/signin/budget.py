"""Guessing is slowed, never locked: each key may try a few times at once, then once in a while (GCRA).

A try is taken before the password is checked, in one conditional UPDATE, so that parallel tries cannot overdraw; a
right password gives it back. What is refused takes nothing, so that hammering does not lengthen the wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils.crypto import salted_hmac

from anfu.core import clock
from anfu.people.signin.models import Budget


@dataclass(frozen=True, slots=True)
class Limit:
    """`burst` tries at once, then one every `seconds`."""

    kind: str
    burst: int
    seconds: int

    @property
    def ahead(self) -> int:
        """How far ahead of now a key may be and still try, in milliseconds."""
        return (self.burst - 1) * self.seconds * 1000


# One network can take 2 tries a minute of an account's 6, so it never uses them up for others.
ACCOUNT = Limit("account", burst=50, seconds=10)
ACCOUNT_FROM_NETWORK = Limit("pair", burst=5, seconds=30)
NETWORK = Limit("network", burst=60, seconds=2)
DEVICE = Limit("device", burst=10, seconds=30)
SECOND = Limit("second", burst=5, seconds=30)
SECOND_OF_ACCOUNT = Limit("second-account", burst=50, seconds=20)
AGAIN = Limit("again", burst=5, seconds=30)
CODE_USED = Limit("code", burst=1, seconds=180)


class Slowed(Exception):
    """Too many tries; the next is possible after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


Asked = Sequence[tuple[Limit, str]]


@transaction.atomic
def take(asked: Asked) -> None:
    """One try from each key, or Slowed and none taken. Ask in one order everywhere: rows are locked in it."""
    now = int(clock.now().timestamp() * 1000)
    for limit, who in asked:
        _take_one(limit, key_of(limit, who), now)


@transaction.atomic
def give_back(asked: Asked) -> None:
    """The tries were right ones: they cost nothing."""
    for limit, who in asked:
        Budget.objects.filter(pk=key_of(limit, who)).update(free_at=F("free_at") - limit.seconds * 1000)


def key_of(limit: Limit, who: str) -> str:
    """The row's key: a keyed digest of what it counts."""
    return salted_hmac(
        f"signin.{limit.kind}", who, secret=settings.SECRET_KEY, algorithm="sha256"
    ).hexdigest()


def _take_one(limit: Limit, key: str, now: int) -> None:
    row = Budget.objects.filter(pk=key)
    step = limit.seconds * 1000
    taken = {"free_at": Greatest(F("free_at"), Value(now)) + step}
    if row.filter(free_at__lte=now + limit.ahead).update(**taken):
        return
    Budget.objects.bulk_create([Budget(key=key)], ignore_conflicts=True)
    if row.filter(free_at__lte=now + limit.ahead).update(**taken):
        return
    ahead = row.values_list("free_at", flat=True).get() - now - limit.ahead
    raise Slowed(max(1, -(-ahead // 1000)))
