"""Homes of their own, each with its database, driven by the command line as an operator drives it."""

import json
import os
import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.faults.harness.server import Server
from tests.started import Loaded, loaded  # noqa: F401

URL = os.environ.get("DATABASE_URL", "")


@dataclass
class Home:
    """A folder and, on PostgreSQL, a database."""

    path: Path
    loaded: Loaded
    url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """What a process of this home is given."""
        kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
        told = {"ANFU_HOME": str(self.path), "PYTHONPATH": os.getcwd(), "COLUMNS": "300"}
        return kept | told | ({"DATABASE_URL": self.url} if self.url else {})

    def anfu(self, *arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        """`anfu ARGUMENTS`."""
        return self.loaded.run("anfu.cli.main", *map(str, arguments), env=self.environment | more)

    def child(self, what: str) -> dict[str, Any]:
        """What `tests.backup.child` says of this home."""
        done = self.loaded.run("tests.backup.child", what, env=self.environment)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="session")
def homes(tmp_path_factory, loaded) -> Iterator[Callable[..., Home]]:  # noqa: F811
    """Gives a new home at each call: an empty one, or one like that which is named."""
    # A server of our own: that of the suite may be set not to flush, which the platform refuses.
    server = Server(tmp_path_factory.mktemp("server")) if URL else None
    url = server.start() if server else ""

    def new(like: Home | None = None) -> Home:
        path = tmp_path_factory.mktemp("home") / "var"
        if like:
            shutil.copytree(like.path, path)
        if not url:
            return Home(path, loaded)
        name = f"backup_{uuid.uuid4().hex[:12]}"
        template = f' TEMPLATE "{like.url.rsplit("/", 1)[1]}"' if like else ""
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"{template}')
        return Home(path, loaded, f"{url.rsplit('/', 1)[0]}/{name}")

    yield new
    if server:
        server.stop()


@pytest.fixture
def home(homes) -> Home:
    """An empty home."""
    return homes()


@pytest.fixture(scope="session")
def source(homes) -> Home:
    """A home with data; not changed by any test."""
    made = homes()
    made.child("make")
    return made


@pytest.fixture(scope="session")
def key(tmp_path_factory, source) -> Path:
    """The key file, with its secret half."""
    path = tmp_path_factory.mktemp("key") / "backup.key"
    assert source.anfu("backup-key", path).returncode == 0
    return path


@pytest.fixture(scope="session")
def archive(tmp_path_factory, source, key) -> Path:
    """A backup of the source."""
    folder = tmp_path_factory.mktemp("backups")
    done = source.anfu("backup", folder, "--key", key, "--json")
    assert done.returncode == 0, done.stderr
    return Path(json.loads(done.stdout)["path"])


@pytest.fixture(scope="session")
def restored(homes, archive, key) -> Home:
    """A home into which the backup was restored; not changed by any test."""
    made = homes()
    assert made.anfu("restore", archive, "--key", key).returncode == 0
    return made


@pytest.fixture
def used(homes, restored) -> Home:
    """A home like the restored one, to be changed."""
    return homes(restored)
