"""At the start: a database that may lose what it has acknowledged is not used."""

from typing import Any

from django.db import connection as default_connection

from anfu.core.refusal import Refused

# The setting, and the values under which a commit that was answered survives a power cut.
SQLITE = {"journal_mode": ("wal",), "synchronous": (2, 3), "foreign_keys": (1,)}
POSTGRESQL = {"synchronous_commit": ("on", "remote_apply"), "fsync": ("on",), "full_page_writes": ("on",)}


def refuse_careless_database(connection: Any = default_connection) -> None:
    """Refused, in one line, where a setting of the database is not one of those that keep what was committed."""
    sqlite = connection.vendor == "sqlite"
    ask = "PRAGMA {}" if sqlite else "SHOW {}"
    with connection.cursor() as cursor:
        for name, right in (SQLITE if sqlite else POSTGRESQL).items():
            cursor.execute(ask.format(name))
            (found,) = cursor.fetchone()
            if found not in right:
                raise Refused(
                    f"没有启动：数据库的 {name} 是 {found}，停电会丢已经答应保存的东西。请改成 {right[0]} 再启动。"
                )
