"""What an operator can mend ends a start with one clear line and an exit code other than 0, and writes nothing."""

import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once


def start(home: Path, *options: str, **settings: str) -> str:
    """What a start that is refused says."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    done = subprocess.run(
        [sys.executable, "-m", "anfu.cli.main", "serve", *options],
        env=kept | {"ANFU_HOME": str(home)} | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert done.stdout == "" and len(done.stderr.strip().splitlines()) == 1, done.stdout + done.stderr
    return done.stderr


def test_a_taken_port_is_named_with_the_next_one(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"PORT={port + 1}" in start(tmp_path, "--port", str(port))
    assert not (tmp_path / "anfu.sqlite3").exists()


def test_a_database_of_a_newer_version_is_not_touched(tmp_path):
    file = tmp_path / "anfu.sqlite3"
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app, name, applied)")
        database.execute("INSERT INTO django_migrations VALUES (1, 'core', '9999_later', '2030-01-01')")
    before = file.read_bytes()
    assert "core.9999_later" in start(tmp_path, "--port", "0")
    with sqlite3.connect(file) as database:
        assert [name for (name,) in database.execute("SELECT name FROM sqlite_master")] == [
            "django_migrations"
        ]
    assert file.read_bytes()[100:] == before[100:]


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path):
    file = tmp_path / "anfu.sqlite3"
    file.write_text("not a database " * 100)
    assert "anfu.sqlite3" in start(tmp_path, "--port", "0")
    assert file.read_text() == "not a database " * 100


@pytest.mark.parametrize("address", ["anfu", "mysql://a@127.0.0.1/b", "http://127.0.0.1/"])
def test_an_address_that_is_no_postgresql_shows_how_to_write_one(tmp_path, address):
    assert "postgres://" in start(tmp_path, DATABASE_URL=address)


def test_a_database_out_of_reach_is_asked_for_no_longer_than_its_limit(tmp_path):
    assert "DATABASE_URL" in start(tmp_path, "--port", "0", DATABASE_URL="postgres://anfu@127.0.0.1:1/anfu")


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    assert str(tmp_path / "file") in start(tmp_path / "file" / "home")
