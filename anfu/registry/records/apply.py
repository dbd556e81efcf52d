"""Writing judged records, set-based, in the transaction of the import machine.

What each row wrote is kept beside it (`RecordChange`), so that a withdrawal can give back what was there.
"""

from collections.abc import Sequence

import polars as pl
from django.db import connection
from django.db.models import Model

from anfu.core import bulk
from anfu.core.intake.kinds import Applied, Batch
from anfu.registry.models import Enterprise, RecordChange
from anfu.registry.records import firms
from anfu.registry.records.fields import Field
from anfu.registry.records.known import Values, keys, own_fields, records, standing, terms

LATE = pl.Schema({"row": pl.Int64, "message": pl.String})


def apply(model: type[Model], fields: Sequence[Field], batch: Batch) -> tuple[Applied, list[RecordChange]]:
    """Write the rows that still are what they were judged to be; the others come back as late. Gives what it did, too."""
    lock_firms(batch.rows["enterprise_id"].unique().to_list())
    rows, late = _still_true(model, fields, batch.rows)
    rows = rows.with_columns(source=pl.col("source").fill_null(f"导入：{batch.intake.name}"[:200]))
    names = [field.name for field in own_fields(fields)]
    new, old = rows.filter(pl.col("record_id").is_null()), rows.filter(pl.col("record_id").is_not_null())
    before = standing(model, fields, old["record_id"].to_list())
    bulk.insert_frame(model._meta.db_table, new, ["enterprise_id", *names])
    update(model, terms(fields), old.rename({"record_id": "id"}))
    done = _remember(model, fields, batch, rows, before)
    return Applied(rows.select("row", "uscc", *names), late), done


def lock_firms(enterprises: list[int]) -> None:
    """Whoever records, imports, takes back or merges waits for whoever does so for the same enterprises."""
    bulk.lock(Enterprise._meta.db_table, "organisation_id", enterprises)


def update(model: type[Model], names: Sequence[str], rows: pl.DataFrame) -> None:
    """Set these columns of the records; `rows`: id and the columns."""
    if rows.is_empty():
        return
    columns = ", ".join(f"{name} = %s" for name in names)
    sql = f"UPDATE {model._meta.db_table} SET {columns} WHERE id = %s"  # noqa: S608  # nosec B608
    with connection.cursor() as cursor:
        cursor.executemany(sql, bulk.plain(rows.select(*names, "id")).rows())


def _still_true(
    model: type[Model], fields: Sequence[Field], rows: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows whose record and enterprise are as they were judged, and the others."""
    enterprises = rows["enterprise_id"].unique().to_list()
    known = [f"known_{name}" for name in terms(fields)]
    now = records(model, fields, enterprises).rename(
        {"record_id": "now_id"} | {name: f"now_{name}" for name in known}
    )
    places = firms.among(enterprises).select("enterprise_id", now_division="division")
    beside = rows.join(now, on=["enterprise_id", *keys(fields)], how="left", maintain_order="left")
    beside = beside.join(places, on="enterprise_id", how="left", maintain_order="left")
    same = pl.all_horizontal(
        pl.col("now_id").eq_missing(pl.col("record_id")),
        pl.col("now_division").eq_missing(pl.col("division")),
        *(pl.col(name).eq_missing(pl.col(f"now_{name}")) for name in known),
    )
    message = pl.lit("核对以后，这一条或这家企业被别人改过")
    late = beside.filter(~same).select("row", message=message)
    return beside.filter(same).select(rows.columns), late.cast(LATE)


def _remember(
    model: type[Model],
    fields: Sequence[Field],
    batch: Batch,
    rows: pl.DataFrame,
    before: dict[int, Values],
) -> list[RecordChange]:
    own = ["enterprise_id", *keys(fields)]
    now = records(model, fields, rows["enterprise_id"].unique().to_list())
    ids = rows.select(own).join(now, on=own, maintain_order="left")["record_id"].to_list()
    after = standing(model, fields, ids)
    return RecordChange.objects.bulk_create(
        RecordChange(intake_id=batch.intake.pk, record_id=key, before=before.get(key), after=after[key])
        for key in ids
    )
