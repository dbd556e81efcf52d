"""Once a day each kind is cleared of what is past its time; a kind that fails does not keep the others."""

import logging
from datetime import timedelta
from typing import Any

from anfu.core import clock, jobs
from anfu.core.actor import platform
from anfu.core.models import Job, JobState, RetentionRun
from anfu.core.refusal import Refused
from anfu.core.retention.table import Kind, kinds, period

JOB = "core.retention"
logger = logging.getLogger("anfu.retention")


@jobs.periodic(JOB, timedelta(days=1))
def each_day() -> None:
    """Queue the round, unless one waits already."""
    if not Job.objects.filter(kind=JOB, state__in=(JobState.QUEUED, JobState.RUNNING)).exists():
        jobs.enqueue(JOB, {}, actor=platform())


@jobs.job(JOB)
def clear_all(arguments: dict[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    """Clear every kind; code -> how many went. Refused, once all were tried, where some could not be cleared."""
    done: dict[str, int] = {}
    failed: list[str] = []
    for number, kind in enumerate(kinds()):
        progress(number, len(kinds()), kind.label)
        run = cleared(kind)
        done[kind.code] = run.ended
        failed += [kind.label] if run.problem else []
    if failed:
        raise Refused(f"没有清理完：{'、'.join(failed)}。别的都已清理；明天会再试，请看日志。")
    return done


def cleared(kind: Kind) -> RetentionRun:
    """Clear one kind and keep how it went; an error is logged and told by its name."""
    now = clock.now()
    days = period(kind, clock.today())
    run = RetentionRun(code=kind.code, days=days, at=now)
    try:
        run.ended = kind.clear(now - timedelta(days=days))
    except Exception as problem:
        logger.exception("retention of %s failed", kind.code)
        run.problem = type(problem).__name__
    run.save()
    return run
