"""Queueing, claiming by lease, doing, and trying again."""

import logging
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from anfu.core import clock, jobs
from anfu.core.models import OutboxItem

ATTEMPTS = 8
LEASE = timedelta(seconds=60)
FIRST, LONGEST = timedelta(seconds=30), timedelta(hours=6)
AT_ONCE = 20
Handler = Callable[[dict[str, Any], str], None]
handlers: dict[str, Handler] = {}
logger = logging.getLogger("anfu.outbox")


class Undeliverable(Exception):
    """Trying again is of no use; the message says what must be mended."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What to queue: keys of rows as payload, and the key by which the effect is known everywhere."""

    topic: str
    payload: dict[str, Any]
    effect_key: str
    not_before: datetime | None = None


def handler(topic: str) -> Callable[[Handler], Handler]:
    """Declare who does effects of a topic: (payload, effect key) -> None; any error is tried again."""

    def declare(do: Handler) -> Handler:
        handlers[topic] = do
        return do

    return declare


def put(effects: Iterable[Effect]) -> None:
    """Queue in the running transaction; an effect queued before stays the one it is."""
    now = clock.now()
    OutboxItem.objects.bulk_create(
        [
            OutboxItem(
                topic=each.topic,
                payload=each.payload,
                effect_key=each.effect_key,
                created_at=now,
                not_before=each.not_before or now,
            )
            for each in effects
        ],
        ignore_conflicts=True,
    )


@jobs.periodic("core.outbox", timedelta(seconds=5))
def come_round() -> None:
    """What is due, every few seconds."""
    deliver_due()


def deliver_due() -> int:
    """Do what is due, a few at a time; returns how many were tried."""
    tried = 0
    while tried < AT_ONCE and (found := _claim()) is not None:
        tried += 1
        _deliver(found)
    return tried


def back_off(attempts: int) -> timedelta:
    """How long to wait after so many tries: four times as long each time, spread by half so that nobody comes in step."""
    wait = min(FIRST * 4 ** (attempts - 1), LONGEST)
    return wait * (0.5 + secrets.randbelow(1000) / 1000)


def _claim() -> OutboxItem | None:
    now = clock.now()
    free = Q(locked_until=None) | Q(locked_until__lt=now)
    due = OutboxItem.objects.filter(free, done_at=None, failed_at=None, not_before__lte=now)
    while (found := due.order_by("not_before", "id").first()) is not None:
        mine = due.filter(pk=found.pk, attempts=found.attempts)
        if mine.update(locked_until=now + LEASE, attempts=F("attempts") + 1):
            found.attempts += 1
            return found
    return None


def _deliver(item: OutboxItem) -> None:
    try:
        if item.attempts > ATTEMPTS:
            raise Undeliverable("多次中断，已停止重试")
        handlers[item.topic](item.payload, item.effect_key)
    except Undeliverable as problem:
        _end(item, failed_at=clock.now(), error=str(problem)[:300])
    except Exception as problem:
        logger.warning("outbox %s: %s", item.pk, type(problem).__name__)
        _again(item, f"{type(problem).__name__}：{problem}"[:300])
    else:
        _end(item, done_at=clock.now(), error="")


def _again(item: OutboxItem, error: str) -> None:
    if item.attempts >= ATTEMPTS:
        _end(item, failed_at=clock.now(), error=error)
        return
    _end(item, not_before=clock.now() + back_off(item.attempts), error=error)


def _end(item: OutboxItem, **facts: Any) -> None:
    OutboxItem.objects.filter(pk=item.pk, attempts=item.attempts).update(locked_until=None, **facts)
