"""The queue itself: one table, claims by UPDATE, heartbeats with the progress."""

import logging
import os
import time
import traceback
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol, TypeAlias

from django.db import connection, transaction
from django.db.models import F, Q

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.core.models import Job, JobState
from anfu.core.refusal import Refused

ATTEMPTS = 5
SILENCE = timedelta(seconds=60)
# Who waits for SQLite's one writer looks every tenth of a second: batch after batch without a gap, a job keeps it out.
LONG, GAP = 0.25, 0.11
logger = logging.getLogger("anfu.jobs")


class Progress(Protocol):
    """Told how far long work is: done, total, and what it does now."""

    def __call__(self, done: int, total: int, note: str = "") -> None: ...


class Heartbeat:
    """A job's progress, written to its row; writing it doubles as the sign of life, and gives way to other writers."""

    def __init__(self, job_id: int) -> None:
        self.job_id = job_id
        self.gave_way = time.monotonic()

    def __call__(self, done: int, total: int, note: str = "") -> None:
        Job.objects.filter(pk=self.job_id).update(
            done=done, total=total, note=note[:200], seen_at=clock.now()
        )
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            self._give_way()

    def _give_way(self) -> None:
        """Time for other writers; meanwhile the journal is carried over, which keeps none of them out."""
        begin = time.monotonic()
        if begin - self.gave_way < LONG:
            return
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
        time.sleep(max(0, begin + GAP - time.monotonic()))
        self.gave_way = time.monotonic()


Handler: TypeAlias = Callable[[dict[str, Any], Progress], dict[str, Any]]
handlers: dict[str, Handler] = {}


def job(kind: str) -> Callable[[Handler], Handler]:
    """Declare the function that does jobs of this kind: (arguments, progress) -> result. It must bear a second run."""

    def declare(handler: Handler) -> Handler:
        handlers[kind] = handler
        return handler

    return declare


def enqueue(kind: str, arguments: dict[str, Any], *, actor: Actor) -> Job:
    """Queue a job in the running transaction; a rollback leaves nothing."""
    if kind not in handlers:
        raise KeyError(f"no job of kind {kind}")
    return Job.objects.create(kind=kind, arguments=arguments, actor_id=actor.user_id, queued_at=clock.now())


def claim(worker: str) -> Job | None:
    """Take the oldest waiting job, or one whose worker has been silent for a minute; None where there is nothing."""
    waiting = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, seen_at__lt=clock.now() - SILENCE)
    while (found := Job.objects.filter(waiting).order_by("id").first()) is not None:
        mine = Job.objects.filter(waiting, pk=found.pk, attempts=found.attempts)
        if mine.update(
            state=JobState.RUNNING, worker=worker, seen_at=clock.now(), attempts=F("attempts") + 1
        ):
            found.refresh_from_db()
            return found
    return None


def run_next(worker: str = "") -> Job | None:
    """Do one job, if any waits. An error is kept on the job; after ATTEMPTS tries it has failed."""
    found = claim(worker or f"worker-{os.getpid()}")
    if found is None:
        return None
    try:
        if found.attempts > ATTEMPTS:
            raise Refused("这项工作多次中断，已停止重试。请联系管理员。")
        result = handlers[found.kind](found.arguments, Heartbeat(found.pk))
    except Refused as refusal:
        _finish(found, JobState.FAILED, error=refusal.message)
    except Exception:
        logger.exception("job %s %s failed", found.pk, found.kind)
        again = found.attempts < ATTEMPTS
        _finish(found, JobState.QUEUED if again else JobState.FAILED, error=traceback.format_exc(limit=8))
    else:
        _finish(found, JobState.DONE, result=result)
    return found


def run_all(worker: str = "") -> int:
    """Do every waiting job; returns how many."""
    count = 0
    while run_next(worker) is not None:
        count += 1
    return count


@transaction.atomic
def _finish(done: Job, state: str, *, result: dict[str, Any] | None = None, error: str = "") -> None:
    done.state, done.result, done.error = state, result or {}, error
    done.finished_at = clock.now() if state in (JobState.DONE, JobState.FAILED) else None
    done.save(update_fields=["state", "result", "error", "finished_at"])
