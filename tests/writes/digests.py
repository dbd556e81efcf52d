"""What a write changed: every row of every table, and a way to do it and undo it without a trace."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from anfu.core.models import LedgerEntry

# Of the requests themselves, not of what they did.
APART = {"core_answeredwrite", "django_session", "core_periodicrun"}


def digests() -> dict[str, str]:
    """Table -> how many rows it has, and what they hold as a number."""
    models = apps.get_models(include_auto_created=True)
    tables = {
        model._meta.db_table: model._meta.pk.column
        for model in models if model._meta.managed and model._meta.db_table not in APART
    }  # fmt: skip
    return _by_server(tables) if connection.vendor == "postgresql" else _by_rows(tables)


def _by_server(tables: dict[str, str]) -> dict[str, str]:
    """In one question: a hundred of them are half of what a write costs."""
    held = "coalesce(md5(string_agg(t::text, ' ' ORDER BY {key})), '-')"
    each = [
        f"SELECT '{table}', count(*) || ' ' || {held.format(key=key)} FROM {table} t"  # noqa: S608
        for table, key in tables.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return dict(cursor.fetchall())


def _by_rows(tables: dict[str, str]) -> dict[str, str]:
    found = {}
    with connection.cursor() as cursor:
        for table, key in tables.items():
            rows = cursor.execute(f'SELECT * FROM "{table}" ORDER BY "{key}"').fetchall()  # noqa: S608
            found[table] = f"{len(rows)} {hashlib.sha256(repr(rows).encode()).hexdigest()}"
    return found


def entries() -> int:
    """How many ledger entries there are."""
    return LedgerEntry.objects.count()


def tried(work: Callable[[], Any]) -> tuple[Any, dict[str, str], int]:
    """What the work answers, the digests and the count of entries after it; then all is as it was before."""
    with _without_a_trace():
        answer = work()
        return answer, digests(), entries()


@contextmanager
def _without_a_trace() -> Iterator[None]:
    home, kept = Path(settings.HOME), Path(f"{settings.HOME}.kept")
    numbers = _sequences()
    shutil.copytree(home, kept)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        shutil.rmtree(home)
        kept.rename(home)
        _set_sequences(numbers)


def _sequences() -> list[tuple[str, int | None]]:
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
        return list(cursor.fetchall())


def _set_sequences(numbers: list[tuple[str, int | None]]) -> None:
    if numbers:
        with connection.cursor() as cursor:
            cursor.executemany(
                "SELECT setval(%s::regclass, %s, %s)",
                [(f'"{name}"', last or 1, last is not None) for name, last in numbers],
            )
