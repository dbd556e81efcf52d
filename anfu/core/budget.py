"""So much at once, then so much in a while (GCRA), counted in the database for all processes.

One conditional UPDATE takes, so that parallel asking cannot overdraw. What is refused takes nothing, so that hammering
does not lengthen the wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils.crypto import salted_hmac

from anfu.core import clock
from anfu.core.models import Budget


@dataclass(frozen=True, slots=True)
class Limit:
    """`burst` at once, then one every `seconds`."""

    kind: str
    burst: int
    seconds: float

    @property
    def ahead(self) -> int:
        """How far ahead of now a key may be and still try, in milliseconds."""
        return round((self.burst - 1) * self.seconds * 1000)


class Slowed(Exception):
    """Too many tries; the next is possible after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


Asked = Sequence[tuple[Limit, str]]


@transaction.atomic
def take(asked: Asked, many: int = 1) -> None:
    """So many tries from each key, or Slowed and none taken. Ask in one order everywhere: rows are locked in it."""
    now = int(clock.now().timestamp() * 1000)
    for limit, who in asked:
        _take_one(limit, key_of(limit, who), now, many)


@transaction.atomic
def give_back(asked: Asked) -> None:
    """The tries were right ones: they cost nothing."""
    for limit, who in asked:
        Budget.objects.filter(pk=key_of(limit, who)).update(
            free_at=F("free_at") - round(limit.seconds * 1000)
        )


def key_of(limit: Limit, who: str) -> str:
    """The row's key: a keyed digest of what it counts."""
    return salted_hmac(
        f"budget.{limit.kind}", who, secret=settings.SECRET_KEY, algorithm="sha256"
    ).hexdigest()


def _take_one(limit: Limit, key: str, now: int, many: int) -> None:
    row = Budget.objects.filter(pk=key)
    step = round(limit.seconds * 1000)
    taken = {"free_at": Greatest(F("free_at"), Value(now)) + step * many}
    latest = now + limit.ahead - step * (many - 1)
    # More than the burst is never there at once, however long nothing was taken.
    enough = row.filter(free_at__lte=latest) if latest >= now else row.none()
    if enough.update(**taken):
        return
    Budget.objects.bulk_create([Budget(key=key)], ignore_conflicts=True)
    if enough.update(**taken):
        return
    ahead = max(row.values_list("free_at", flat=True).get(), now) - latest
    raise Slowed(max(1, -(-ahead // 1000)))
