"""What the database holds of a kind of record."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import polars as pl
from django.db.models import Model

from anfu.core import bulk
from anfu.registry.records.fields import FIRM, Field

Values = dict[str, Any]


def own_fields(fields: Sequence[Field]) -> list[Field]:
    """The fields that stand in the record's table, without those that name the enterprise."""
    return [field for field in fields if field.name not in FIRM]


def keys(fields: Sequence[Field]) -> list[str]:
    """The fields that tell records of one enterprise apart."""
    return [field.name for field in fields if field.key]


def terms(fields: Sequence[Field]) -> list[str]:
    """The fields that a later file may correct."""
    return [field.name for field in own_fields(fields) if not field.key]


def records(model: type[Model], fields: Sequence[Field], enterprises: Collection[int]) -> pl.DataFrame:
    """enterprise_id, record_id, the key, `known_<term>` of these enterprises' records."""
    own = own_fields(fields)
    schema = {"enterprise_id": pl.Int64, "record_id": pl.Int64}
    schema |= {field.name if field.key else f"known_{field.name}": field.dtype for field in own}
    columns = ", ".join(bulk.days(each.name) if each.dtype == pl.Date else each.name for each in own)
    condition, parameter = bulk.among("enterprise_id", enterprises)
    sql = f"SELECT enterprise_id, id, {columns} FROM {model._meta.db_table} WHERE {condition}"  # noqa: S608  # nosec B608
    return bulk.read(sql, [parameter], schema)


def standing(model: type[Model], fields: Sequence[Field], ids: Collection[int]) -> dict[int, Values]:
    """Record -> its values as JSON holds them, with its enterprise; those that are gone are missing."""
    names = ["enterprise_id", *(field.name for field in own_fields(fields))]
    rows = model._default_manager.filter(pk__in=ids).values("pk", *names)
    return {row["pk"]: {name: _plain(row[name]) for name in names} for row in rows}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
