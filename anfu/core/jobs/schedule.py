"""Work that comes round by the clock. Any number of workers may tick: each slot is claimed by one UPDATE."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from anfu.core.models import PeriodicRun

Work = Callable[[], None]
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
periodic_work: dict[str, tuple[timedelta, Work]] = {}
logger = logging.getLogger("anfu.jobs")


def periodic(name: str, every: timedelta) -> Callable[[Work], Work]:
    """Declare short work that is done once in each slot of this length; long work enqueues a job there."""

    def declare(work: Work) -> Work:
        periodic_work[name] = (every, work)
        return work

    return declare


def tick(now: datetime) -> list[str]:
    """Do what is due and not yet claimed; returns the names of what was done. An error waits for the next slot."""
    done = []
    for name, (every, work) in periodic_work.items():
        if not _claimed(name, EPOCH + (now - EPOCH) // every * every):
            continue
        try:
            work()
            done.append(name)
        except Exception:
            logger.exception("periodic work %s failed", name)
    return done


def _claimed(name: str, slot: datetime) -> bool:
    _, made = PeriodicRun.objects.get_or_create(name=name, defaults={"slot": slot})
    return made or bool(PeriodicRun.objects.filter(name=name, slot__lt=slot).update(slot=slot))
