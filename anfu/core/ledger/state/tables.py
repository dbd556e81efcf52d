"""Audited tables and their rows as text; the same text for the same row, so that its digest can be compared."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection

from anfu.core import bulk

SIZE = 32  # hex digits kept of a digest: 128 bits


@dataclass(frozen=True)
class Table:
    """An audited table, its key and its columns in the order of their names; generated columns follow from others."""

    name: str
    key: str
    columns: tuple[str, ...]


@cache
def audited() -> tuple[Table, ...]:
    """The tables of the models that say `audited`, by name."""
    models = [m._meta for m in apps.get_models() if getattr(m, "audited", False) and m._meta.managed]
    return tuple(sorted((_table(meta) for meta in models), key=lambda table: table.name))


def _table(meta: Any) -> Table:
    columns = sorted(field.column for field in meta.concrete_fields if not field.generated)
    return Table(meta.db_table, meta.pk.column, tuple(columns))


def digests(
    table: Table, keys: Sequence[str] | None = None, *, step: int = 5000
) -> Iterator[tuple[str, str]]:
    """(key, digest) of these rows, or of all; rows that are not there are left out."""
    quote = connection.ops.quote_name
    text = _text([quote(column) for column in table.columns])
    base = f"SELECT {_key_text(table)}, {text} FROM {quote(table.name)}"  # noqa: S608  # nosec B608
    with connection.chunked_cursor() if keys is None else connection.cursor() as cursor:
        if keys is None:
            cursor.execute(base)
        else:
            among, wanted = bulk.among(_key_text(table), keys)
            cursor.execute(f"{base} WHERE {among}", [wanted])
        while rows := cursor.fetchmany(step):
            yield from ((key, _digest(row)) for key, row in rows)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:SIZE]


def _key_text(table: Table) -> str:
    return f"CAST({connection.ops.quote_name(table.key)} AS TEXT)"


def _text(columns: Sequence[str]) -> str:
    if connection.vendor == "postgresql":
        return f"CAST(ROW({', '.join(columns)}) AS TEXT)"
    return f"json_array({', '.join(columns)})"
