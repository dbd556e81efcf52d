"""Triggers that note which audited rows the platform's own connections write; whoever comes by another way is not noted.

On SQLite they live in each connection (TEMP triggers), on PostgreSQL they ask for the setting that ours carry.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection as default_connection

from anfu.core.ledger.state.tables import Table, audited
from anfu.core.models import TouchedRow, WatchedTable

NOTES = "core_touchedrow"
_FUNCTION = f"""CREATE OR REPLACE FUNCTION anfu_touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('anfu.platform', true) = 'on' THEN
    EXECUTE format('INSERT INTO {NOTES} ("table", key) SELECT %L, %I::text FROM changed', TG_TABLE_NAME, TG_ARGV[0]);
  END IF;
  RETURN NULL;
END $$"""  # noqa: S608  # nosec B608
_VERBS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}


def watch(connection: Any, **_: Any) -> None:
    """Triggers come into a connection to SQLite before its first transaction, so that mere reading pays nothing."""
    if connection.vendor == "sqlite" and _before_begin not in connection.execute_wrappers:
        connection.execute_wrappers.append(_before_begin)


def _before_begin(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    if str(sql).startswith("BEGIN"):
        context["connection"].execute_wrappers.remove(_before_begin)
        install(context["connection"])
    return execute(sql, params, many, context)


def install(connection: Any) -> None:
    """The triggers of one connection to SQLite; none before the tables are there. Harmless where they are there."""
    raw = connection.connection
    there = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table in audited() if NOTES in there else ():
        if table.name in there:
            for statement in _sqlite(table):
                raw.execute(statement)


def after_migrating(**_: Any) -> None:
    """Triggers for the tables as they are now; rows of new or changed tables wait to be taken into the ledger."""
    if default_connection.vendor == "postgresql":
        with default_connection.cursor() as cursor:
            for statement in _postgresql():
                cursor.execute(statement)
    else:
        install(default_connection)
    known = dict(WatchedTable.objects.values_list("name", "columns"))
    for table in audited():
        if known.get(table.name) != list(table.columns):
            _note_all(table)
            WatchedTable.objects.update_or_create(name=table.name, defaults={"columns": list(table.columns)})


def _note_all(table: Table) -> None:
    quote = default_connection.ops.quote_name
    rows = f"SELECT %s, CAST({quote(table.key)} AS TEXT) FROM {quote(table.name)}"  # noqa: S608  # nosec B608
    with default_connection.cursor() as cursor:
        cursor.execute(f'INSERT INTO {NOTES} ("table", key) {rows}', [table.name])


@contextmanager
def behind_the_platform() -> Iterator[None]:
    """For tests: the block writes as somebody does who comes past the platform."""
    if default_connection.vendor == "postgresql":
        with default_connection.cursor() as cursor:
            cursor.execute("SET anfu.platform = 'off'")
            try:
                yield
            finally:
                cursor.execute("SET anfu.platform = 'on'")
        return
    raw = default_connection.connection
    for (name,) in raw.execute("SELECT name FROM sqlite_temp_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    try:
        yield
    finally:
        install(default_connection)


def pending() -> int:
    """How many notes wait to be taken into the ledger."""
    return TouchedRow.objects.count()


def _sqlite(table: Table) -> Iterator[str]:
    for verb, side in _VERBS.items():
        note = f'INSERT INTO {NOTES} ("table", key) VALUES (\'{table.name}\', {side}."{table.key}")'  # noqa: S608  # nosec B608
        yield (
            f"CREATE TEMP TRIGGER IF NOT EXISTS touched_{table.name}_{verb.lower()} AFTER {verb}"
            f' ON main."{table.name}" BEGIN {note}; END'
        )


def _postgresql() -> Iterator[str]:
    yield _FUNCTION
    for table in audited():
        for verb, side in _VERBS.items():
            yield (
                f"CREATE OR REPLACE TRIGGER touched_{verb.lower()} AFTER {verb} ON {table.name}"
                f" REFERENCING {side} TABLE AS changed FOR EACH STATEMENT"
                f" EXECUTE FUNCTION anfu_touched('{table.key}')"
            )
