"""Restoring into PostgreSQL: the old tables step aside as a schema of their own, and come back if anything fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from anfu.core.backup.database import program
from anfu.core.refusal import Refused


def is_empty() -> bool:
    """Whether the database has no tables."""
    return not connection.introspection.table_names()


@contextmanager
def in_place(dump: Path, at: str) -> Iterator[str]:
    """Restore the dump into `public` for the block, for good if it ends well; gives the old schema's name or ""."""
    refuse_company()
    old = "" if is_empty() else f"before_restore_{at.replace('-', '_')}"
    with connection.cursor() as cursor:
        if old:
            cursor.execute(f"ALTER SCHEMA public RENAME TO {_name(old)}; CREATE SCHEMA public")
    try:
        _load(dump)
        yield old
    except BaseException:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute(f"ALTER SCHEMA {_name(old)} RENAME TO public" if old else "CREATE SCHEMA public")
        raise


def refuse_company() -> None:
    """Refused while anybody else is connected to the database: the platform on another machine, perhaps."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    with connection.cursor() as cursor:
        ours = "application_name <> current_setting('application_name')"
        cursor.execute(f"{others} AND backend_type = 'client backend' AND {ours}")
        (count,) = cursor.fetchone()
    if count:
        raise Refused(f"还有 {count} 个程序连着这个数据库，没有恢复。请先停下平台和别的程序。")


def _load(dump: Path) -> None:
    """All or nothing; the schema itself is there already."""
    contents = program("pg_restore", "--list", str(dump), reads=False).splitlines()
    listed = dump.with_name("contents")
    listed.write_text("\n".join(line for line in contents if " SCHEMA - public " not in line and
                                " COMMENT - SCHEMA public " not in line), "utf-8")  # fmt: skip
    database = connection.settings_dict["NAME"]
    options = [
        "--single-transaction",
        "--exit-on-error",
        "--no-owner",
        "--no-privileges",
        f"--dbname={database}",
    ]
    program("pg_restore", *options, f"--use-list={listed}", str(dump))
    listed.unlink()


def _name(schema: str) -> str:
    return connection.ops.quote_name(schema)
