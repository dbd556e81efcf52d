"""Processes of their own over one database: a file of SQLite, or the test database of the PostgreSQL in use."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from tests.started import Loaded, Process, loaded  # noqa: F401

Child = Callable[..., Process]


def environment_of(home: Path) -> dict[str, str]:
    """What a process of this home is given."""
    told = os.environ | {"ANFU_HOME": str(home), "PYTHONPATH": os.getcwd()}
    told.pop("DJANGO_SETTINGS_MODULE", None)
    if connection.vendor == "postgresql":
        base = told["DATABASE_URL"].rsplit("/", 1)[0]
        told["DATABASE_URL"] = f"{base}/{connection.settings_dict['NAME']}"
    return told


@pytest.fixture(scope="session")
def empty(loaded: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: F811
    """A home with the tables and nothing in them, to be copied."""
    home = tmp_path_factory.mktemp("empty") / "home"
    done = loaded.run("tests.faults.import_child", "migrate", env=environment_of(home))
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def child(
    transactional_db: None,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    loaded: Loaded,  # noqa: F811
) -> Child:
    """`child("work")`: `tests.faults.import_child` as a process over an up-to-date database."""
    home = tmp_path / "home"
    if connection.vendor == "sqlite":
        shutil.copytree(request.getfixturevalue("empty"), home)

    def start(*arguments: str, program: str = "import_child") -> Process:
        return loaded.start(f"tests.faults.{program}", *arguments, env=environment_of(home))

    return start
