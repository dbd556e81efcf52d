"""What every test stands on."""

import gc
import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings

from anfu.core.ledger import triggers
from anfu.core.ledger.guard import without_ledger
from tests.tables import Tables

# The same code is told the same at every run; ANFU_EXPLORE=500 draws anew, so many of each where a test names no number.
EXPLORE = int(os.environ.get("ANFU_EXPLORE", "0"))
# How long one example takes says more about the machine than about the code.
hypothesis_settings.register_profile(
    "anfu", deadline=None, derandomize=not EXPLORE, max_examples=EXPLORE or 100
)
hypothesis_settings.load_profile("anfu")

_teardown = TransactionTestCase._fixture_teardown


def _emptied_though_append_only(self: TransactionTestCase) -> None:
    triggers.drop(connection)
    try:
        with without_ledger():
            _teardown(self)
    finally:
        triggers.create(connection)


TransactionTestCase._fixture_teardown = _emptied_though_append_only


# Tests that bring a database of their own, whatever fixtures they name.
OWN_DATABASE = ("tests/backup/", "tests/faults/", "tests/deploy/", "tests/journeys/", "tests/roster/")

SAID_ON_SQLITE = re.compile(
    r"^anfu/\w+/tests/test_\w*(pages|api)\w*\.py|^anfu/(cli|demo)/|/test_machine\.py|^tests/writes/test_(stale|unasked)\.py"
)


def pytest_collection_finish() -> None:
    """What is imported by now stays to the end: the collector of garbage need not walk over it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what asks a database: the rest said what it has to say on SQLite.

    What pages, API and command line say does not hang on the database either; that each answers there, the matrix asks.
    Nor does whether an edit said which version it saw, or named a field that nobody asked for.
    """
    if not os.environ.get("DATABASE_URL"):
        return
    kept = [item for item in items if _asks_a_database(item) and not SAID_ON_SQLITE.search(item.nodeid)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _asks_a_database(item: pytest.Item) -> bool:
    named = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return (
        bool(named)
        or item.get_closest_marker("django_db") is not None
        or item.nodeid.startswith(OWN_DATABASE)
    )


@pytest.fixture(scope="session")
def tables(django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExitStack]:
    """Open while the database of this process is made, which takes its tables from those that run beside it."""
    kept = Tables(tmp_path_factory.getbasetemp().parent)
    with ExitStack() as making:
        if "PYTEST_XDIST_WORKER" in os.environ:
            making.enter_context(kept.given())
        yield making
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        kept.forget()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tables: ExitStack
) -> None:
    """Before the database is made."""


@pytest.fixture(scope="session")
def django_db_setup(tables: ExitStack, django_db_setup: None, django_db_blocker: object) -> None:
    """Once it is made."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        tables.close()


@pytest.fixture(autouse=True)
def files_root(settings: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Each test keeps its files in a folder of its own."""
    home = tmp_path_factory.mktemp("home")
    settings.HOME = home  # type: ignore[attr-defined]
    settings.FILES_ROOT = home / "files"  # type: ignore[attr-defined]
    yield


@pytest.fixture
def as_user(db: None, client: object) -> Callable[..., object]:
    """`as_user("county_officer", division="330784")`: a signed-in client of that role."""
    from anfu.people.tests.factories import make_user

    def sign_in(role: str = "city_admin", **where: str) -> object:
        client.force_login(make_user(role, **where))  # type: ignore[attr-defined]
        return client

    return sign_in
