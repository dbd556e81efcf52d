"""The tables of the registry as sets of rows. Every function runs in the caller's transaction."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import polars as pl
from django.db import connection

from anfu.core import bulk

ORGANISATION, ENTERPRISE = "registry_organisation", "registry_enterprise"
VERSION = "registry_enterpriseversion"


def take_organisations(codes: pl.DataFrame) -> pl.DataFrame:
    """`uscc`, `name` -> `uscc`, `enterprise_id`, each row there and locked; those not yet known are made."""
    rows = codes.sort("uscc").select("uscc", "name").rows()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "INSERT INTO registry_organisation (uscc, name, former_ids)"
                " SELECT uscc, name, '[]'::jsonb FROM unnest(%s::text[], %s::text[]) AS r (uscc, name)"
                " ON CONFLICT (uscc) DO NOTHING",
                [[row[0] for row in rows], [row[1] for row in rows]],
            )
        else:
            cursor.executemany(
                "INSERT INTO registry_organisation (uscc, name, former_ids) VALUES (%s, %s, '[]')"
                " ON CONFLICT (uscc) DO NOTHING",
                rows,
            )
    among, wanted = bulk.among("uscc", [row[0] for row in rows])
    sql = f"SELECT uscc, id FROM {ORGANISATION} WHERE {among} ORDER BY id{_for_update()}"  # noqa: S608  # nosec B608
    return bulk.read(sql, [wanted], {"uscc": pl.String, "enterprise_id": pl.Int64})


def in_force(ids: Sequence[int]) -> pl.DataFrame:
    """The enterprises among these, locked: `enterprise_id`; `version_now`, `from_now` of the facts in force, or null."""
    among, wanted = bulk.among("organisation_id", ids)
    locked = f"SELECT organisation_id FROM {ENTERPRISE} WHERE {among} ORDER BY organisation_id{_for_update()}"  # noqa: S608  # nosec B608
    there = bulk.read(locked, [wanted], {"enterprise_id": pl.Int64})
    among, wanted = bulk.among("enterprise_id", ids)
    sql = (
        f"SELECT enterprise_id, id, {bulk.days('valid_from')} FROM {VERSION}"  # noqa: S608  # nosec B608
        f" WHERE valid_to IS NULL AND retracted_at IS NULL AND {among}"
    )
    schema = {"enterprise_id": pl.Int64, "version_now": pl.Int64, "from_now": pl.Date}
    return there.join(bulk.read(sql, [wanted], schema), on="enterprise_id", how="left")


def insert_enterprises(rows: pl.DataFrame) -> None:
    """`enterprise_id`, `division`, `town`, `waiting_at` of enterprises that are not there yet."""
    bulk.insert(
        ENTERPRISE,
        ["organisation_id", "division", "town", "waiting_at"],
        rows.select("enterprise_id", "division", "town", "waiting_at").rows(),
    )


def move_enterprises(rows: pl.DataFrame) -> None:
    """Set the territory of enterprises that are there."""
    many(
        f"UPDATE {ENTERPRISE} SET division = %s, town = %s, waiting_at = %s WHERE organisation_id = %s",  # noqa: S608  # nosec B608
        rows.select("division", "town", "waiting_at", "enterprise_id").rows(),
    )


def rename_organisations(rows: pl.DataFrame) -> None:
    """`enterprise_id`, `name`: organisations bear the name of the version in force."""
    many(
        f"UPDATE {ORGANISATION} SET name = %s WHERE id = %s",  # noqa: S608  # nosec B608
        rows.select("name", "enterprise_id").rows(),
    )


def close_versions(ids: Sequence[int], on: date) -> None:
    """The versions end on the day, half-open."""
    among, wanted = bulk.among("id", ids)
    execute(f"UPDATE {VERSION} SET valid_to = %s WHERE {among}", [on, wanted])  # noqa: S608  # nosec B608


def retract_versions(ids: Sequence[int], at: Any) -> None:
    """The versions were never so, as known from this moment on."""
    among, wanted = bulk.among("id", ids)
    execute(f"UPDATE {VERSION} SET retracted_at = %s WHERE {among}", [moment(at), wanted])  # noqa: S608  # nosec B608


def reopen_versions(ids: Sequence[int]) -> None:
    """The versions are in force again."""
    among, wanted = bulk.among("id", ids)
    execute(f"UPDATE {VERSION} SET valid_to = NULL, retracted_at = NULL WHERE {among}", [wanted])  # noqa: S608  # nosec B608


def moment(at: Any) -> Any:
    """A moment as this database takes it past the ORM."""
    return connection.ops.adapt_datetimefield_value(at)


def execute(sql: str, parameters: Sequence[Any]) -> None:
    """One statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def many(sql: str, rows: Iterable[Sequence[Any]]) -> None:
    """One statement for each row."""
    values = list(rows)
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(sql, values)


def _for_update() -> str:
    # The key itself never changes, so rows that refer to it need not wait.
    return " FOR NO KEY UPDATE" if connection.features.has_select_for_update else ""
