"""Two officers decide the same finding in the same moment: one wins, the other learns who."""

import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from anfu.core.models import LedgerEntry
from anfu.people.tests.factories import make_user
from anfu.registry.tests.factories import make_enterprise
from anfu.targeting.tests.factories import make_finding


@pytest.mark.django_db(transaction=True)
def test_one_of_two_processes_wins_and_the_other_is_told(tmp_path: Path) -> None:
    finding = make_finding(make_enterprise())
    users = [make_user("county_officer"), make_user("city_officer")]
    environment = shared_database(tmp_path)
    works = [
        (verb, user.pk, finding.pk, finding.mark)
        for verb, user in zip(("confirm", "refute"), users, strict=True)
    ]
    said = sorted(said_at_once("anfu.targeting.tests.decider", works, environment))
    assert said[0] == "done"
    assert said[1].startswith("stale 没有保存：测试员 在")
    if connection.vendor == "postgresql":
        assert LedgerEntry.objects.count() == 1


def said_at_once(module: str, works: Iterable[Sequence[object]], environment: dict[str, str]) -> list[str]:
    """What each process of the module said, in their order; all begin together once all are ready."""
    people = [
        subprocess.Popen(
            [sys.executable, "-m", module, *map(str, work)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
        )
        for work in works
    ]  # fmt: skip
    for person in people:
        assert person.stdout is not None and person.stdout.readline() == "ready\n"
    for person in people:
        assert person.stdin is not None
        person.stdin.write("go\n")
        person.stdin.flush()
    return [person.communicate(timeout=60)[0].strip() for person in people]


def shared_database(home: Path) -> dict[str, str]:
    """The environment of a process that works on this test's data: the same server, or a copy in a file."""
    found = os.environ | {"ANFU_HOME": str(home)}
    if connection.vendor == "postgresql":
        of = connection.settings_dict
        url = f"postgres://{of['USER']}:{of['PASSWORD']}@{of['HOST']}:{of['PORT']}/{of['NAME']}"
        return found | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "anfu.settings.server"}
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(home / "anfu.sqlite3")])
    found.pop("DATABASE_URL", None)
    return found | {
        "DJANGO_SETTINGS_MODULE": "anfu.settings.embedded",
        "PYTHONPATH": str(settings.PACKAGE.parent),
    }
