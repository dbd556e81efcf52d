"""One stage for all writes: a copy of the database, a stopped clock, a signed-in administrator."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from anfu.core import clock
from anfu.people.tests.factories import make_user
from tests.writes import (  # noqa: F401  (fill the table)
    contracts_makers,
    experts_makers,
    makers,
    market_makers,
    messages_makers,
    people_makers,
    providers_makers,
    targeting_makers,
)
from tests.writes.calls import Call
from tests.writes.copies import copied_database


@pytest.fixture(scope="module")
def stage(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The database of this module, beside that of the other tests, and a folder for its files."""
    folder = tmp_path_factory.mktemp("writes")
    with django_db_blocker.unblock(), copied_database(folder):
        yield folder


@pytest.fixture
def db(stage: Path) -> Path:
    """Takes the place of pytest-django's own, by whose name the database is set up: no test undoes another here."""
    return stage


@pytest.fixture
def home(db: Path, files_root: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files of these tests stay together, as their database does."""
    home = db / "home"
    home.mkdir(exist_ok=True)
    monkeypatch.setattr(settings, "HOME", home)
    monkeypatch.setattr(settings, "FILES_ROOT", home / "files")
    return home


@pytest.fixture
def sender(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Call], Client]:
    """Signs in who sends a call, at a moment that does not pass."""
    moment: datetime = timezone.now()
    monkeypatch.setattr(clock, "now", lambda: moment)

    def sign_in(call: Call) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(make_user(call.role))
        return client

    return sign_in
