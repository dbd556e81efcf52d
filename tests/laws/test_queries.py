"""Each page of the rail costs a fixed number of queries, whatever the number of rows; the numbers are committed.

After a change that is meant: `ANFU_WRITE_QUERIES=1 pytest -n0 tests/laws/test_queries.py`, then read the difference.
"""

import csv
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anfu.core import clock
from anfu.core.web import navigation
from anfu.demo import accounts, office
from anfu.demo.load import load_city
from anfu.people.models import User

TABLE = Path(__file__).parent / "queries.csv"
SMALL, LARGE = 520, 1_500


def counted(client: Client) -> dict[str, int]:
    """Page of the rail -> queries of its second showing, when nothing is left to be learnt."""
    found = {}
    for entry in navigation.registered():
        address = reverse(entry.url_name)
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                response = client.get(address)
        if response.status_code == 200:
            found[address] = len(queries)
    return found


def of_a_city(enterprises: int, account: str) -> dict[str, int]:
    load_city(enterprises=enterprises, seed=7, today=clock.today(), told=lambda *_: None)
    accounts.load()
    office.work(enterprises=enterprises, seed=7)
    client = Client()
    client.force_login(User.objects.get(username=account))
    return counted(client)


@pytest.mark.parametrize("enterprises", [SMALL, pytest.param(LARGE, marks=pytest.mark.once)])
def test_pages_cost_as_many_queries_as_committed(db, enterprises):
    now = of_a_city(enterprises, "shi")
    if os.environ.get("ANFU_WRITE_QUERIES"):
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("page", "queries"), *sorted(now.items())])
    with TABLE.open(encoding="utf-8") as file:
        committed = {row["page"]: int(row["queries"]) for row in csv.DictReader(file)}
    assert now == committed
