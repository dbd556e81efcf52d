"""A database that may lose what it acknowledged is refused at the start."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.utils import ConnectionHandler

import anfu.site
from anfu.core.durability import POSTGRESQL, SQLITE, refuse_careless_database
from anfu.core.refusal import Refused
from anfu.settings.database import postgresql, sqlite

pytestmark = pytest.mark.django_db


@pytest.fixture
def embedded(tmp_path) -> Iterator[Callable[[str], DatabaseWrapper]]:
    """`embedded("PRAGMA ...")`: a file with the product's settings, and then this one."""
    made = []

    def connect(more: str) -> DatabaseWrapper:
        told = sqlite(tmp_path / "a.sqlite3")
        told["OPTIONS"]["init_command"] += f";{more}"
        made.append(DatabaseWrapper(ConnectionHandler({"default": told}).settings["default"]))
        return made[-1]

    yield connect
    for each in made:
        each.close()


@pytest.mark.parametrize(("setting", "value"), [
    ("synchronous", "1"), ("synchronous", "0"), ("journal_mode", "delete"), ("foreign_keys", "0"),
])  # fmt: skip
def test_an_embedded_database_with_a_careless_setting_is_refused_by_its_name(embedded, setting, value):
    with pytest.raises(Refused, match=f"没有启动：数据库的 {setting} 是 {value}"):
        refuse_careless_database(embedded(f"PRAGMA {setting}={value}"))


def test_the_embedded_settings_pass(embedded):
    refuse_careless_database(embedded("PRAGMA synchronous=FULL"))
    assert SQLITE["synchronous"] == (2, 3)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL")
@pytest.mark.parametrize("value", ["off", "local"])
def test_a_server_that_answers_before_it_has_written_is_refused(db, value):
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL synchronous_commit = {value}")
    with pytest.raises(Refused, match=f"synchronous_commit 是 {value}"):
        refuse_careless_database()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL")
def test_a_server_is_used_only_where_it_flushes(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(POSTGRESQL)])
        careless = sorted(name for name, value in cursor.fetchall() if value not in POSTGRESQL[name])
    if careless:
        with pytest.raises(Refused, match=careless[0]):
            refuse_careless_database()
    else:
        refuse_careless_database()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL; SQLite has no such limit")
def test_T42_no_statement_of_the_web_holds_the_server_for_longer_than_it_may(monkeypatch):
    from django.db.backends.postgresql.base import DatabaseWrapper as Server

    monkeypatch.setenv("ANFU_STATEMENT_SECONDS", "0.2")
    told = postgresql(os.environ["DATABASE_URL"], pool=False)
    web = Server(ConnectionHandler({"default": told}).settings["default"])
    try:
        with web.cursor() as cursor, pytest.raises(OperationalError, match="statement timeout"):
            cursor.execute("SELECT pg_sleep(5)")
    finally:
        web.close()


def test_T42_only_the_processes_that_answer_people_are_limited(monkeypatch):
    monkeypatch.delenv("ANFU_STATEMENT_SECONDS", raising=False)
    assert "timeout" not in postgresql("postgres://a@b/c")["OPTIONS"]["options"]
    monkeypatch.setenv("ANFU_STATEMENT_SECONDS", "30")
    options = postgresql("postgres://a@b/c")["OPTIONS"]["options"]
    assert "statement_timeout=30000 " in options and "idle_in_transaction_session_timeout=60000" in options
    entry = Path(anfu.site.__file__).with_name("wsgi.py").read_text("utf-8")
    assert entry.index("ANFU_STATEMENT_SECONDS") < entry.index("get_wsgi_application()")
