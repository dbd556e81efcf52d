"""Adding changes to the stored sums, in the order of their keys, so that two writers never cross."""

from typing import Any

import polars as pl
from django.db import connection

from anfu.core import bulk
from anfu.targets.cells import CELL, MEASURES, TOTAL, totals

_ARRAYS = {"group": "int", "day": "date", **dict.fromkeys(MEASURES, "int")}


def add(cells: pl.DataFrame) -> None:
    """Add these changes (as of `cells.changes`) to totals and cells, in the caller's transaction."""
    if cells.is_empty():
        return
    _add("targets_total", TOTAL, totals(cells))
    _add("targets_cell", CELL, cells)


def _add(table: str, keys: list[str], changes: pl.DataFrame) -> None:
    frame = bulk.plain(changes.select(*keys, *MEASURES).sort(keys))
    sums = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in MEASURES)
    names = ", ".join(f'"{name}"' for name in frame.columns)
    unique = ", ".join(f'"{key}"' for key in keys)
    conflict = f"ON CONFLICT ({unique}) DO UPDATE SET {sums}"  # nosec B608
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_from_arrays(table, names, frame, conflict), _arrays(frame))
        else:
            marks = ", ".join(["%s"] * frame.width)
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks}) {conflict}", frame.rows())  # noqa: S608  # nosec B608


def _from_arrays(table: str, names: str, frame: pl.DataFrame, conflict: str) -> str:
    arrays = ", ".join(f"%s::{_ARRAYS.get(name, 'text')}[]" for name in frame.columns)
    return f"INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays}) {conflict}"  # noqa: S608  # nosec B608


def _arrays(frame: pl.DataFrame) -> list[list[Any]]:
    return [frame[name].to_list() for name in frame.columns]
