"""Many rows at once, past the ORM, on both databases. Table and column names are constants of the caller."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import polars as pl
from django.db import connection, transaction

BATCH = 50_000


def insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Append rows (dates as ISO texts or dates) within the caller's transaction; returns how many."""
    values = list(rows)
    if not values:
        return 0
    names = ", ".join(_quoted(column) for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {_quoted(table)} ({names}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {_quoted(table)} ({names}) VALUES ({marks})", values)  # noqa: S608  # nosec B608
    return len(values)


def insert_frame(table: str, frame: pl.DataFrame, columns: Sequence[str] | None = None) -> int:
    """Append the rows of a frame whose columns are named like the table's."""
    chosen = frame.select(columns) if columns else frame
    return insert(table, chosen.columns, plain(chosen).rows())


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with its dates as ISO texts, which both drivers take as they are."""
    return frame.with_columns(pl.col(pl.Date).dt.to_string("%Y-%m-%d"))


def among(column: str, ids: Iterable[int] | Iterable[str]) -> tuple[str, Any]:
    """A condition `column` in `ids` and its one parameter, however many ids (or texts) there are."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)", list(ids)
    return f"{column} IN (SELECT value FROM json_each(%s))", json.dumps(list(ids))  # noqa: S608  # nosec B608


def days(column: str) -> str:
    """An SQL term: a date column as whole days since 1970-01-01 (null stays null)."""
    if connection.vendor == "postgresql":
        return f"({column} - DATE '1970-01-01')"
    return f"CAST(julianday({column}) - 2440587.5 AS INTEGER)"


def days_between(earlier: str, later: str) -> str:
    """An SQL term: how many whole days lie between the moments of two columns."""
    if connection.vendor == "postgresql":
        return f"CAST(FLOOR(EXTRACT(EPOCH FROM ({later} - {earlier})) / 86400) AS INTEGER)"
    # A julian day has some 50 microseconds' room; a whole day shall not fall short of itself.
    return f"CAST(julianday({later}) - julianday({earlier}) + 1e-8 AS INTEGER)"


def moment(at: datetime) -> str:
    """A moment as the column of the database in use holds it."""
    return str(connection.ops.adapt_datetimefield_value(at))


def is_sqlite() -> bool:
    """Whether the database is the embedded one, whose driver gives truth values as 0 and 1."""
    return connection.vendor == "sqlite"


def read(sql: str, params: Sequence[Any], schema: dict[str, Any]) -> pl.DataFrame:
    """The rows of a query as a frame; columns of type Date must be selected with `days`."""
    raw = {name: pl.Int32 if kind == pl.Date else kind for name, kind in schema.items()}
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        frame = pl.DataFrame(cursor.fetchall(), schema=raw, orient="row")
    return frame.with_columns(pl.col(name).cast(pl.Date) for name, kind in schema.items() if kind == pl.Date)


def delete(table: str, ids: Iterable[int]) -> None:
    """Delete rows by their key."""
    keys = list(ids)
    with transaction.atomic(), connection.cursor() as cursor:
        for start in range(0, len(keys), BATCH):
            condition, parameter = among("id", keys[start : start + BATCH])
            cursor.execute(f"DELETE FROM {_quoted(table)} WHERE {condition}", [parameter])  # noqa: S608  # nosec B608


def lock(table: str, key: str, ids: Iterable[int]) -> None:
    """Keep other writers that lock the same rows waiting until the transaction ends; in the order of the key.

    New rows may still refer to these. On SQLite the transaction itself already keeps every writer waiting.
    """
    if connection.features.has_select_for_update:
        condition, parameter = among(_quoted(key), sorted(ids))
        sql = f"SELECT 1 FROM {_quoted(table)} WHERE {condition} ORDER BY {_quoted(key)} FOR NO KEY UPDATE"  # noqa: S608  # nosec B608
        with connection.cursor() as cursor:
            cursor.execute(sql, [parameter])


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
