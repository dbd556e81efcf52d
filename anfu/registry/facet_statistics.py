"""PostgreSQL learns how the packed facets are distributed: without, it takes every filter for a rare one."""

from typing import Any

from anfu.registry.facets import parts

TABLES = {"registry_enterpriseversion": "facets", "registry_facetset": "packed"}


def create(_: Any, editor: Any) -> None:
    """Make the statistics; the database fills them whenever it analyses the tables."""
    for table, column in TABLES.items():
        terms = ", ".join(f"(({column} >> {part.shift}) & {part.mask})" for part in parts().values())
        _run(editor, f"CREATE STATISTICS {table}_facets ON {terms} FROM {table}")


def drop(_: Any, editor: Any) -> None:
    """Take them away."""
    for table in TABLES:
        _run(editor, f"DROP STATISTICS IF EXISTS {table}_facets")


def _run(editor: Any, statement: str) -> None:
    if editor.connection.vendor == "postgresql":
        with editor.connection.cursor() as cursor:
            cursor.execute(statement)
