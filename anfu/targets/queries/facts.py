"""The facts that coverage is computed from, of some enterprises, as frames."""

from collections.abc import Collection
from typing import TypeAlias

import polars as pl

from anfu.core import bulk
from anfu.targeting.queries.intervals import class_intervals
from anfu.targets.spans import CLASSES, SERVICES, SPANS, VERSIONS

Schema: TypeAlias = dict[str, type[pl.DataType]]
STORED: Schema = {"id": pl.Int64, **SPANS}


def versions(ids: Collection[int]) -> pl.DataFrame:
    """Their registry facts, as known now, in the shape of `spans.VERSIONS`."""
    return _rows("registry_enterpriseversion", VERSIONS, ids, "retracted_at IS NULL")


def services(ids: Collection[int]) -> pl.DataFrame:
    """The periods of their service relations that were not retracted, in the shape of `spans.SERVICES`."""
    return _rows("engagements_engagement", SERVICES, ids, "retracted_at IS NULL")


def classes(ids: Collection[int]) -> pl.DataFrame:
    """The classes and confirmed grounds they belong to, in the shape of `spans.CLASSES`."""
    return class_intervals(list(ids)).select(pl.col(name).cast(kind) for name, kind in CLASSES.items())


def stored_spans(ids: Collection[int]) -> pl.DataFrame:
    """Their spans as stored now, with the key of each row."""
    return _rows("targets_span", STORED, ids)


def spans_of_division(division: str) -> pl.DataFrame:
    """All stored spans of one division, in the shape of `spans.SPANS`."""
    return bulk.read(_select("targets_span", SPANS) + " WHERE division = %s", [division], SPANS)


def _rows(table: str, schema: Schema, ids: Collection[int], more: str = "") -> pl.DataFrame:
    condition, parameter = bulk.among("enterprise_id", ids)
    where = f" WHERE {condition}" + (f" AND {more}" if more else "")
    return bulk.read(_select(table, schema) + where, [parameter], schema)


def _select(table: str, schema: Schema) -> str:
    columns = ", ".join(
        f"{bulk.days(name)} AS {name}" if kind == pl.Date else f'"{name}"' for name, kind in schema.items()
    )
    return f"SELECT {columns} FROM {table}"  # noqa: S608  # nosec B608
