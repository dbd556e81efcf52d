"""The dry run: every row of the file gets its verdict. Nothing is written but the verdict files."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import polars as pl
from django.db import transaction

from anfu.core import clock, files, jobs, ledger
from anfu.core.intake import acting, mapping, waits
from anfu.core.intake.actions import JUDGE
from anfu.core.intake.columns import Column
from anfu.core.intake.kinds import REFUSED, VERDICTS, Judged, Task, kind_of
from anfu.core.intake.reading import Chunk, Table, UnreadableFile
from anfu.core.intake.store import Store, without_mapped_memory
from anfu.core.models import Intake, IntakeState

_BLOCK = 1 << 20


@jobs.job(JUDGE)
def judge(arguments: dict[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    """Judge the whole file anew; gives the counts. One that was dropped or judged again meanwhile is left."""
    intake = Intake.objects.select_related("file").get(pk=arguments["intake"])
    if not _wanted(intake, arguments):
        return {}
    without_mapped_memory()
    try:
        counts = _judge_file(intake, arguments, progress)
    except UnreadableFile as problem:
        _end(intake, arguments, IntakeState.FAILED, error=problem.message[:500])
        raise
    if counts is None:
        return {}
    _end(intake, arguments, IntakeState.JUDGED, counts=counts)
    return counts


def task_of(intake: Intake, columns: Sequence[Column]) -> Task:
    """What the kind needs to know to judge this import."""
    divisions = None if intake.division == ledger.CITY else frozenset({intake.division})
    return Task(columns, intake.as_of, divisions, intake.organisation_id)


def with_typed(
    frame: pl.DataFrame, columns: Sequence[Column], typed: dict[int, dict[str, str]]
) -> pl.DataFrame:
    """The cells, with what people typed over them: row -> field -> text."""
    place = {column.field: f"c{column.index}" for column in columns if column.field}
    for row, cells in typed.items():
        of_row = pl.col("row") == row
        for field, text in cells.items():
            if name := place.get(field):
                frame = frame.with_columns(pl.when(of_row).then(pl.lit(text)).otherwise(name).alias(name))
    return frame


def count(verdicts: pl.DataFrame) -> Counter[str]:
    """Rows by verdict, and by code as `code:<verdict>:<code>`."""
    by_code = verdicts.group_by("verdict", "code").len()
    counts: Counter[str] = Counter()
    for verdict, code, number in by_code.iter_rows():
        counts[verdict] += number
        counts[f"code:{verdict}:{code}"] += number
    return counts


def as_counts(counts: Counter[str]) -> dict[str, Any]:
    """The counts as `Intake.counts` holds them: rows, each verdict, and `codes` by verdict and code."""
    codes = {
        key.removeprefix("code:"): number
        for key, number in counts.items()
        if key.startswith("code:") and number
    }
    of_verdicts = {verdict: counts[verdict] for verdict in VERDICTS}
    return {"rows": sum(of_verdicts.values()), **of_verdicts, "codes": codes}


def from_counts(stored: dict[str, Any]) -> Counter[str]:
    """The reverse of `as_counts`."""
    codes = {f"code:{key}": number for key, number in stored.get("codes", {}).items()}
    return Counter({verdict: stored.get(verdict, 0) for verdict in VERDICTS} | codes)


def payload_of(judged: Judged) -> pl.DataFrame:
    """The payload with its verdict, that verdict's code, and the division in whose batch it goes."""
    division = pl.col("division").fill_null("")
    beside = judged.verdicts.select("row", "verdict", batch_code="code", batch_division=division)
    return judged.payload.drop("verdict", strict=False).join(
        beside, on="row", how="inner", maintain_order="left"
    )


def _judge_file(intake: Intake, arguments: dict[str, Any], progress: jobs.Progress) -> dict[str, Any] | None:
    columns = mapping.columns_of(intake)
    table = mapping.open_intake(intake)
    judging = kind_of(intake.kind).judging(task_of(intake, columns))
    typed = dict(intake.mended.values_list("row", "cells"))
    store, total = Store.of(intake), _estimate(intake, table)
    store.begin()
    counts: Counter[str] = Counter()
    starts: list[int] = []
    for chunk in table.chunks():
        if chunk.frame.is_empty():
            continue
        if not _wanted(intake, arguments):
            return None
        judged = _judge_chunk(judging, chunk, columns, typed)
        _write(store, len(starts), chunk, judged)
        starts.append(chunk.frame["row"][0])
        counts += count(judged.verdicts)
        done = sum(counts[verdict] for verdict in VERDICTS)
        progress(done, max(total, done), f"已核对 {done:,} 行")
    store.write_starts(starts)
    return as_counts(counts)


def _judge_chunk(
    judging: Any, chunk: Chunk, columns: Sequence[Column], typed: dict[int, dict[str, str]]
) -> Judged:
    rows = set(chunk.frame["row"]) & typed.keys() if typed else set()
    if not rows:
        return judging(chunk)
    frame = with_typed(chunk.frame, columns, {row: typed[row] for row in rows})
    return judging(Chunk(frame, chunk.problems.filter(~pl.col("row").is_in(list(rows)))))


def _write(store: Store, number: int, chunk: Chunk, judged: Judged) -> None:
    refused = judged.verdicts.filter(pl.col("verdict") == REFUSED).select("row")
    store.write("verdicts", number, judged.verdicts)
    store.write("payload", number, payload_of(judged))
    store.write("raw", number, chunk.frame.join(refused, on="row", how="semi", maintain_order="left"))


def _estimate(intake: Intake, table: Table) -> int:
    """About how many rows: the lines of a text file; 0 (not known) for a workbook."""
    if table.kind != "csv":
        return 0
    lines = 0
    with files.path(intake.kept_file()).open("rb") as file:
        while block := file.read(_BLOCK):
            lines += block.count(b"\n")
    return max(0, lines - table.header_row - 1)


def _wanted(intake: Intake, arguments: dict[str, Any]) -> bool:
    wanted = Intake.objects.filter(pk=intake.pk, state=IntakeState.JUDGING, round=arguments["round"])
    return wanted.exists()


@transaction.atomic
def _end(
    intake: Intake,
    arguments: dict[str, Any],
    state: str,
    *,
    counts: dict[str, Any] | None = None,
    error: str = "",
) -> None:
    found = Intake.objects.select_for_update().get(pk=intake.pk)
    if found.state != IntakeState.JUDGING or found.round != arguments["round"]:
        return
    found.state, found.counts, found.error = state, counts or {}, error
    found.save(update_fields=["state", "counts", "error"])
    ledger.record(
        f"core.intake_{state}",
        f"intake:{intake.pk}",
        actor=acting.from_json(arguments["actor"]),
        on=clock.today(),
        stream=found.division,
        after={
            "name": found.name,
            **{key: found.counts[key] for key in VERDICTS if key in found.counts},
            "error": error,
        },
    )
    waits.follow(found)
