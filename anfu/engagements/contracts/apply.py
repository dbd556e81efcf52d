"""Writing judged contracts and taking them back, set-based, in the transaction of the import machine.

A corrected relation is not overwritten: its row is retracted and a new one replaces it, so that a withdrawal
gives the old one back.
"""

import json
from datetime import datetime

import polars as pl
from django.db import connection

from anfu.core import bulk
from anfu.core.intake.kinds import Applied, Batch
from anfu.engagements.contracts.known import relations
from anfu.engagements.signals import relations_changed
from anfu.registry.models import Enterprise

LATE = pl.Schema({"row": pl.Int64, "message": pl.String})
TABLE = "engagements_engagement"
WRITTEN = [
    "row",
    "uscc",
    "provider_uscc",
    "contract_no",
    "mode",
    "kinds",
    "valid_from",
    "valid_to",
    "price_fen",
]


def apply(batch: Batch) -> Applied:
    """Write the rows that still are what they were judged to be; the others come back as late."""
    rows = batch.rows
    bulk.lock(Enterprise._meta.db_table, "organisation_id", rows["enterprise_id"].to_list())
    rows, late = _still_true(rows)
    _add_providers(rows)
    retract(rows["engagement_id"].drop_nulls().to_list(), batch.at)
    bulk.insert_frame(TABLE, _as_stored(rows, batch))
    changed = rows["enterprise_id"].unique().to_list()
    relations_changed.send(sender=None, enterprises=changed, on=batch.on)
    return Applied(rows.select(WRITTEN), late)


def retract(ids: list[int], at: datetime | None) -> None:
    """Take relations out of what counts from now on (or, without a moment, back into it)."""
    condition, parameter = bulk.among("id", ids)
    with connection.cursor() as cursor:
        moment = at and bulk.moment(at)
        cursor.execute(f"UPDATE {TABLE} SET retracted_at = %s WHERE {condition}", [moment, parameter])  # noqa: S608  # nosec B608


def _still_true(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    keys = ["enterprise_id", "provider_uscc", "contract_no"]
    now = relations(rows["enterprise_id"].unique().to_list()).select(*keys, now="engagement_id")
    beside = rows.join(now, on=keys, how="left", maintain_order="left")
    same = pl.col("now").eq_missing(pl.col("engagement_id"))
    message = pl.lit("核对以后，这份合同被别人登记或改过")
    late = beside.filter(~same).select("row", message=message)
    return beside.filter(same).drop("now"), late.cast(LATE)


def _add_providers(rows: pl.DataFrame) -> None:
    """Organisations that are not known yet, by their code; a second importer's are left as they are."""
    wanted = rows.select("provider_uscc", "provider_name").unique("provider_uscc").sort("provider_uscc")
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO registry_organisation (uscc, name, former_ids) VALUES (%s, %s, '[]')"
            " ON CONFLICT (uscc) DO NOTHING",
            wanted.rows(),
        )


def _as_stored(rows: pl.DataFrame, batch: Batch) -> pl.DataFrame:
    stored = rows.join(_provider_ids(rows), on="provider_uscc")
    stored = stored.join(_files(rows), on="engagement_id", how="left")
    kinds = pl.col("kinds").map_elements(_as_json, return_dtype=pl.String, skip_nulls=False)
    return stored.select(
        "enterprise_id",
        "provider_id",
        "mode",
        kinds.alias("kinds"),
        "valid_from",
        "valid_to",
        "signed_on",
        "price_fen",
        "contract_no",
        "file_id",
        pl.col("engagement_id").alias("replaces_id"),
        source=pl.lit(f"导入：{batch.intake.name}"[:200]),
        intake_id=pl.lit(batch.intake.pk, pl.Int64),
        recorded_at=pl.lit(bulk.moment(batch.at)),
        recorded_by_id=pl.lit(batch.actor.user_id, pl.Int64),
        ended_reason=pl.lit(""),
    )


def _provider_ids(rows: pl.DataFrame) -> pl.DataFrame:
    condition, parameter = bulk.among("uscc", rows["provider_uscc"].unique().to_list())
    sql = f"SELECT uscc, id FROM registry_organisation WHERE {condition}"  # noqa: S608  # nosec B608
    return bulk.read(sql, [parameter], {"provider_uscc": pl.String, "provider_id": pl.Int64})


def _files(rows: pl.DataFrame) -> pl.DataFrame:
    condition, parameter = bulk.among("id", rows["engagement_id"].drop_nulls().to_list())
    sql = f"SELECT id, file_id FROM {TABLE} WHERE {condition}"  # noqa: S608  # nosec B608
    return bulk.read(sql, [parameter], {"engagement_id": pl.Int64, "file_id": pl.Int64})


def _as_json(kinds: str | None) -> str:
    return json.dumps(kinds.split(",") if kinds else [])
