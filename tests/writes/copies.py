"""A copy of the test database that threads can share and that is gone afterwards: a file, or a database of the server."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections

from anfu.settings.database import PRAGMAS


@contextmanager
def copied_database(folder: Path) -> Iterator[None]:
    """Everything in the block, in any thread, goes to the copy."""
    settings = connections.settings["default"]
    kept, options = settings["NAME"], dict(settings["OPTIONS"])
    make = _as_file if connection.vendor == "sqlite" else _as_database
    with make(settings, folder):
        yield
    settings["NAME"], settings["OPTIONS"] = kept, options


@contextmanager
def _as_file(settings: dict[str, Any], folder: Path) -> Iterator[None]:
    memory, path = connections["default"], folder / "copy.sqlite3"
    memory.ensure_connection()
    with sqlite3.connect(path) as file:
        memory.connection.backup(file)
    file.close()
    settings["NAME"] = str(path)
    settings["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # What a file needs to survive a power cut is no concern of a test.
        "init_command": PRAGMAS.replace("synchronous=FULL", "synchronous=OFF"),
    }
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = memory


@contextmanager
def _as_database(settings: dict[str, Any], folder: Path) -> Iterator[None]:
    original, copy = settings["NAME"], f"{settings['NAME']}_copy"
    connections["default"].close()
    with connections["default"]._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}"')
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{original}"')
    settings["NAME"] = copy
    try:
        yield
    finally:
        connections["default"].close()
        settings["NAME"] = original
        with connections["default"]._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')
