"""The tables of a test database: migrated once in each run of the suite, by whichever process comes first, and copied by all.

Nothing is kept from one run to the next, so that no change of a migration is missed. Django migrates each copy, too, and
finds nothing left to do.
"""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.signals import connection_created


class Tables:
    """What the processes of one run, and they alone, share in a folder."""

    def __init__(self, folder: Path) -> None:
        self.kept, self.lock, self.mine = folder / "tables", folder / "tables.lock", False

    @contextmanager
    def given(self) -> Iterator[None]:
        """Around the making of this process's own database: it begins as a copy, or is what the others copy."""
        with self._alone() as gate:
            if not self.kept.exists():
                yield
                self._keep()
                return
            fcntl.flock(gate, fcntl.LOCK_UN)
            if connection.vendor == "postgresql":
                connection.settings_dict["TEST"]["TEMPLATE"] = self.kept.read_text()
                yield
            else:
                connection_created.connect(self._fill)
                yield
                connection_created.disconnect(self._fill)

    def forget(self) -> None:
        """At the end of the process that keeps them."""
        if self.mine:
            with self._alone():
                name = self.kept.read_bytes()
                self.kept.unlink()
                if connection.vendor == "postgresql":
                    self._on_server(f'DROP DATABASE "{name.decode()}"')

    @contextmanager
    def _alone(self) -> Iterator[Any]:
        with self.lock.open("w") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield gate

    def _keep(self) -> None:
        self.mine, own = True, str(connection.settings_dict["NAME"])
        if connection.vendor == "postgresql":
            connection.close()  # nobody may look at what is copied
            self._on_server(
                f'DROP DATABASE IF EXISTS "{own}_tables"', f'CREATE DATABASE "{own}_tables" TEMPLATE "{own}"'
            )
            self.kept.write_text(f"{own}_tables")
            return
        file = sqlite3.connect(self.kept)
        connection.connection.backup(file)
        file.close()

    def _fill(self, **_: Any) -> None:
        if not connection.introspection.table_names():
            file = sqlite3.connect(self.kept)
            file.backup(connection.connection)
            file.close()

    def _on_server(self, *statements: str) -> None:
        with connection._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
