"""Writing what was judged: batch by batch, each in a transaction of its own that also moves the counter.

A kill at any moment leaves whole batches; the job goes on at `Intake.written`.
"""

import gzip
from typing import Any

import polars as pl
from django.db import transaction

from anfu.core import clock, files, jobs, ledger
from anfu.core.actor import Actor
from anfu.core.intake import acting
from anfu.core.intake.actions import APPLY, rows_to_write
from anfu.core.intake.judging import as_counts, from_counts
from anfu.core.intake.kinds import CHANGED_MEANWHILE, REFUSED, Applied, Batch, IntakeKind, kind_of
from anfu.core.intake.store import Slice, Store, without_mapped_memory
from anfu.core.models import Intake, IntakeState, StoredFile


@jobs.job(APPLY)
def apply(arguments: dict[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    """Write the batches that are not written yet; gives the counts at the end."""
    intake = Intake.objects.get(pk=arguments["intake"])
    actor = acting.from_json(arguments["actor"])
    without_mapped_memory()
    plan = Store.of(intake).plan()
    total, done = rows_to_write(intake.counts), 0
    left = plan[intake.written :]
    for number, (part, rows) in enumerate(
        zip(left, Store.of(intake).batches(left), strict=True), intake.written
    ):
        if not _write_batch(intake.pk, number, part, rows, actor):
            return {}
        done += rows.height
        progress(max(done, 0), max(total, done), f"已写 {number + 1} / {len(plan)} 批")
    return _finish(intake.pk, len(plan), actor)


@transaction.atomic
def _write_batch(intake_id: int, number: int, part: Slice, rows: pl.DataFrame, actor: Actor) -> bool:
    """False where another worker has written it or the import is no longer being written."""
    intake = Intake.objects.select_for_update(of=("self",)).select_related("file").get(pk=intake_id)
    if intake.state != IntakeState.APPLYING or intake.written != number:
        return False
    kind = kind_of(intake.kind)
    division = part.division or intake.division
    batch = Batch(intake, number, division, rows, actor, intake.as_of, clock.now())
    applied = kind.apply(batch)
    _keep_late(intake, number, rows, applied)
    _record(kind, batch, applied)
    intake.written = number + 1
    intake.save(update_fields=["written", "counts"])
    return True


def _keep_late(intake: Intake, number: int, rows: pl.DataFrame, applied: Applied) -> None:
    store = Store.of(intake)
    if applied.late.is_empty():
        store.forget("late", number)
        return
    store.write("late", number, applied.late.select("row", "message").sort("row"))
    counts = from_counts(intake.counts)
    late = rows.join(applied.late, on="row", how="semi")
    for verdict, code in late.select("verdict", "batch_code").iter_rows():
        counts.subtract([verdict, f"code:{verdict}:{code}"])
        counts.update([REFUSED, f"code:{REFUSED}:{CHANGED_MEANWHILE}"])
    intake.counts = as_counts(counts)


def _record(kind: IntakeKind, batch: Batch, applied: Applied) -> None:
    ledger.record(
        kind.verb,
        f"intake:{batch.intake.pk}",
        actor=batch.actor,
        on=batch.on,
        stream=batch.division,
        after={
            "file": batch.intake.kept_file().sha256,
            "batch": batch.number,
            "rows": applied.written.height,
        },
        rows=keep_rows(kind.verb, applied.written),
    )


def keep_rows(verb: str, rows: pl.DataFrame) -> StoredFile:
    """The rows of a ledger entry as packed JSON lines; columns that say nothing are left out."""
    saying = [name for name in rows.columns if rows[name].null_count() < rows.height]
    packed = gzip.compress(rows.select(saying).write_ndjson().encode(), compresslevel=1, mtime=0)
    return files.keep(packed, name=f"{verb}.jsonl.gz", kind="jsonl.gz")


@transaction.atomic
def _finish(intake_id: int, batches: int, actor: Actor) -> dict[str, Any]:
    intake = Intake.objects.select_for_update().get(pk=intake_id)
    if intake.state != IntakeState.APPLYING or intake.written != batches:
        return {}
    intake.state, intake.applied_at = IntakeState.APPLIED, clock.now()
    intake.save(update_fields=["state", "applied_at"])
    ledger.record(
        "core.intake_applied",
        f"intake:{intake.pk}",
        actor=actor,
        on=intake.as_of,
        stream=intake.division,
        after={"name": intake.name, "batches": batches, "rows": rows_to_write(intake.counts)},
    )
    return dict(intake.counts)
