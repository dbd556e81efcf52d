"""A refused row, mended on line: what is typed stands over the cells of the file, and that row is judged again."""

from collections.abc import Mapping

import polars as pl
from django.db import transaction

from anfu.core import clock, ledger
from anfu.core.actor import Actor
from anfu.core.intake import mapping, waits
from anfu.core.intake.actions import locked
from anfu.core.intake.columns import Column
from anfu.core.intake.judging import as_counts, count, from_counts, payload_of, task_of, with_typed
from anfu.core.intake.kinds import REFUSED, VERDICT, IntakeKind, Judged
from anfu.core.intake.problems import problem_frame
from anfu.core.intake.reading import Chunk
from anfu.core.intake.store import Store
from anfu.core.models import Intake, IntakeState, MendedRow
from anfu.core.refusal import Refused

MAX_CELL = 20_000


@transaction.atomic
def mend_row(intake_id: int, row: int, cells: Mapping[str, str], *, actor: Actor) -> str:
    """Judge the row with these cells (field -> text); gives its verdict. Refused where it cannot be mended (now)."""
    intake, kind = locked(intake_id, actor)
    if not actor.may(kind.permission):
        raise Refused("你没有改这一行的权限。什么都没有改。")
    if intake.state != IntakeState.JUDGED:
        raise Refused("核对完、写入前才能在线改。你写的内容没有保存。")
    store, columns = Store.of(intake), mapping.columns_of(intake)
    number = store.chunk_of(row)
    raw = raw_row(store, row)
    if number is None or raw.is_empty():
        raise Refused("只有拒收的行能在线改。请回到核对结果再看。")
    typed = {field: kind.hidden(text[:MAX_CELL]) for field, text in cells.items()}
    judged = _judge(kind, intake, columns, with_typed(raw, columns, {row: typed}))
    judged = _unless_taken(store, judged)
    _replace(intake, store, number, judged)
    MendedRow.objects.update_or_create(
        intake=intake,
        row=row,
        defaults={"cells": typed, "mended_at": clock.now(), "mended_by_id": actor.user_id},
    )
    intake.save(update_fields=["counts"])
    verdict = judged.verdicts["verdict"][0]
    after = {"row": row, "fields": sorted(typed), "verdict": verdict}
    ledger.record(
        "core.intake_mended",
        f"intake:{intake.pk}",
        actor=actor,
        on=clock.today(),
        stream=intake.division,
        after=after,
    )
    waits.follow(intake)
    return str(verdict)


def raw_row(store: Store, row: int) -> pl.DataFrame:
    """The cells of a row that was refused when the file was judged; empty for any other."""
    return store.raw().filter(pl.col("row") == row).collect()


def typed_cells(intake: Intake, row: int) -> dict[str, str]:
    """Field -> text of the row as it stands now: the file's, with what was typed over it."""
    raw = raw_row(Store.of(intake), row)
    columns = mapping.columns_of(intake)
    if raw.is_empty():
        return {}
    mended = MendedRow.objects.filter(intake=intake, row=row).first()
    frame = with_typed(raw, columns, {row: mended.cells} if mended else {})
    return {column.field: frame[f"c{column.index}"][0] or "" for column in columns if column.field}


def _judge(kind: IntakeKind, intake: Intake, columns: list[Column], frame: pl.DataFrame) -> Judged:
    return kind.judging(task_of(intake, columns))(Chunk(frame, problem_frame()))


def _unless_taken(store: Store, judged: Judged) -> Judged:
    """Another row of the file may already have its key."""
    row, key = judged.verdicts["row"][0], judged.verdicts["key"][0]
    if judged.verdicts["verdict"][0] == REFUSED:
        return judged
    holders = pl.col("key").eq(key) & (pl.col("verdict") != REFUSED) & (pl.col("row") != row)
    other = store.verdicts().filter(holders).select("row").head(1).collect()
    if other.is_empty():
        return judged
    refused = judged.verdicts.with_columns(
        verdict=pl.lit(REFUSED),
        code=pl.lit("duplicate"),
        message=pl.lit(f"与第 {other.item() + 1} 行重复"),
        fix=pl.lit("请留一行"),
        changes=pl.lit([], dtype=VERDICT["changes"]),
    )
    return Judged(refused, judged.payload.clear())


def _replace(intake: Intake, store: Store, number: int, judged: Judged) -> None:
    verdicts, payload = store.read("verdicts", number), store.read("payload", number)
    of_row = pl.col("row") == judged.verdicts["row"][0]
    counts = from_counts(intake.counts)
    counts.subtract(count(verdicts.filter(of_row)))
    counts.update(count(judged.verdicts))
    new = payload_of(judged).select(pl.col(name).cast(kind) for name, kind in payload.schema.items())
    store.write("verdicts", number, pl.concat([verdicts.filter(~of_row), judged.verdicts]).sort("row"))
    store.write("payload", number, pl.concat([payload.filter(~of_row), new]).sort("row"))
    intake.counts = as_counts(counts)
