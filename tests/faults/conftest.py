"""Processes of their own over one database: a file of SQLite, or the test database of the PostgreSQL in use."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

Child = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def child(transactional_db: None, tmp_path: Path) -> Child:
    """`child("work")`: `tests.faults.import_child` as a process over an up-to-date database."""
    environment = os.environ | {"ANFU_HOME": str(tmp_path / "home"), "PYTHONPATH": os.getcwd()}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    server = connection.vendor == "postgresql"
    if server:
        base = environment["DATABASE_URL"].rsplit("/", 1)[0]
        environment["DATABASE_URL"] = f"{base}/{connection.settings_dict['NAME']}"

    def start(*arguments: str, program: str = "import_child") -> subprocess.Popen[str]:
        command = [sys.executable, "-m", f"tests.faults.{program}", *arguments]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    if not server:
        assert start("migrate").wait(120) == 0
    return start
