"""A database that may lose what it acknowledged is refused at the start."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.utils import ConnectionHandler

from anfu.core.durability import POSTGRESQL, SQLITE, refuse_careless_database
from anfu.core.refusal import Refused
from anfu.settings.database import sqlite

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
