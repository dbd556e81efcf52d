"""The database itself refuses to change or delete what the ledger holds, whoever asks."""

from typing import Any

TABLE = "core_ledgerentry"
REFUSAL = "the ledger is append-only"

_SQLITE = [
    f"""CREATE TRIGGER IF NOT EXISTS ledger_no_{verb.lower()} BEFORE {verb} ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"""
    for verb in ("UPDATE", "DELETE")
]
_POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$""",
    f"""CREATE OR REPLACE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse()""",
    f"""CREATE OR REPLACE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()""",
]


def create(connection: Any) -> None:
    """Put the triggers in place; harmless where they are there."""
    _run(connection, _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE)


def drop(connection: Any) -> None:
    """Take them away: for undoing the migration, and for emptying a test database."""
    if connection.vendor == "postgresql":
        names = ("ledger_no_change", "ledger_no_truncate")
        _run(connection, [f"DROP TRIGGER IF EXISTS {name} ON {TABLE}" for name in names])
    else:
        _run(
            connection, ["DROP TRIGGER IF EXISTS ledger_no_update", "DROP TRIGGER IF EXISTS ledger_no_delete"]
        )


def _run(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
