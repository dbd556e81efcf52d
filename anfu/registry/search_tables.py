"""The table of the search index: FTS5 on SQLite, a GIN index on PostgreSQL. One row for each enterprise."""

from typing import Any

_SQLITE = (
    "CREATE VIRTUAL TABLE registry_search USING fts5(grams, detail=none, columnsize=0, tokenize='ascii')",
)
_POSTGRESQL = (
    "CREATE TABLE registry_search (rowid bigint PRIMARY KEY, grams tsvector NOT NULL)",
    "CREATE INDEX registry_search_grams ON registry_search USING gin (grams)",
)


def create(_: Any, editor: Any) -> None:
    """Make the table."""
    _run(editor, _POSTGRESQL if editor.connection.vendor == "postgresql" else _SQLITE)


def drop(_: Any, editor: Any) -> None:
    """Take it away."""
    _run(editor, ("DROP TABLE registry_search",))


def _run(editor: Any, statements: tuple[str, ...]) -> None:
    with editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
