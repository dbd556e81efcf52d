"""Figures that the database and the data folder know, read when asked. What is not known is left out: it is not zero."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Min, Q, Sum
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from anfu.core import clock
from anfu.core.backup.periodic import JOB as BACKUP
from anfu.core.ledger import checkpoint
from anfu.core.ledger.state.replay import JOB as REPLAY
from anfu.core.models import Job, JobState, LedgerStream, OutboxItem
from anfu.core.monitoring import health
from anfu.core.refusal import Refused


class State(Collector):
    """Asked at each scrape; a fixed number of queries."""

    def collect(self) -> Iterator[Metric]:
        """Worker, jobs, outbox, ledger, backup and replay."""
        silent = health.worker_silence()
        yield _one(
            "anfu_worker_silence_seconds",
            "Since a worker last ticked",
            silent.total_seconds() if silent is not None else None,
        )
        yield from _jobs()
        yield _outbox()
        yield from _ledger()
        yield _one("anfu_backup_age_seconds", "Since the last good periodic backup", _age(_last_good(BACKUP)))
        yield from _replay()


def _one(name: str, told: str, value: float | None) -> Metric:
    metric = GaugeMetricFamily(name, told)
    if value is not None:
        metric.add_metric([], value)
    return metric


def _by_state(name: str, told: str, counts: dict[str, int]) -> Metric:
    metric = GaugeMetricFamily(name, told, labels=["state"])
    for state, number in counts.items():
        metric.add_metric([state], number)
    return metric


def _age(at: datetime | None) -> float | None:
    return (clock.now() - at).total_seconds() if at else None


def _jobs() -> Iterator[Metric]:
    states = (JobState.QUEUED, JobState.RUNNING, JobState.FAILED)
    found = Job.objects.aggregate(
        oldest=Min("queued_at", filter=Q(state=JobState.QUEUED)),
        **{state.value: Count("id", filter=Q(state=state)) for state in states},
    )
    oldest = found.pop("oldest")
    yield _by_state("anfu_jobs", "Jobs by state", found)
    yield _one("anfu_job_oldest_seconds", "Age of the oldest queued job", _age(oldest) or 0)


def _outbox() -> Metric:
    failed = Q(failed_at__isnull=False)
    counts = OutboxItem.objects.filter(done_at=None).aggregate(
        waiting=Count("id", filter=~failed), failed=Count("id", filter=failed)
    )
    return _by_state("anfu_outbox", "Effects outside, not done", counts)


def _ledger() -> Iterator[Metric]:
    entries = LedgerStream.objects.aggregate(n=Sum("length"))["n"] or 0
    yield _one("anfu_ledger_entries", "Entries of all streams", entries)
    try:
        point = checkpoint.newest()
    except Refused:
        point = None
    yield _one(
        "anfu_ledger_checkpoint_entries",
        "Entries that the newest checkpoint covers",
        point.size if point else None,
    )
    age = _age(checkpoint.made_at(point)) if point else None
    yield _one("anfu_ledger_checkpoint_age_seconds", "Age of the newest checkpoint", age)


def _replay() -> Iterator[Metric]:
    last = Job.objects.filter(kind=REPLAY, finished_at__isnull=False).order_by("-finished_at").first()
    good = float(last.state == JobState.DONE) if last else None
    yield _one("anfu_ledger_replay_ok", "1: no row was changed behind the platform's back", good)
    yield _one(
        "anfu_ledger_replay_age_seconds",
        "Since the last replay ended",
        _age(last.finished_at if last else None),
    )


def _last_good(kind: str) -> datetime | None:
    done = Job.objects.filter(kind=kind, state=JobState.DONE).order_by("-finished_at")
    return done.values_list("finished_at", flat=True).first()
