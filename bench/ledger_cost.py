"""What the ledger adds to a write: one fact of an enterprise changed, with it and without: `python -m bench.ledger_cost`.

A database of its own (SQLite in a temporary ANFU_HOME, or the empty PostgreSQL of DATABASE_URL). Each round changes one
enterprise both ways, in turn. "Without" writes no entry and notes no touched row. What the worker does for a write
afterwards (digests of rows, checkpoint) is measured beside it.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from unittest import mock

import django

WARM = 20


@contextmanager
def without_ledger() -> Iterator[None]:
    """No entry, no note: what the write would cost alone."""
    from anfu.core import ledger
    from anfu.core.ledger.state import capture

    with capture.behind_the_platform(), mock.patch.object(ledger, "record"):
        yield


def timed(work: Callable[..., Any], *arguments: Any) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    work(*arguments)
    return (time.perf_counter() - start) * 1000


def told(name: str, bare: list[float], full: list[float]) -> float:
    """One line; returns what is added, in per cent of the medians."""
    low, high = statistics.median(bare), statistics.median(full)
    added = (high / low - 1) * 100
    print(f"| {name} | {low:.2f} | {high:.2f} | {added:+.0f} % |", flush=True)
    return added


def main(rounds: int) -> None:
    """Measure the action alone, and the same action as a request."""
    from django.conf import settings
    from django.db import connection

    from anfu.site.serving.prepare import prepare

    settings.ALLOWED_HOSTS, settings.SECOND_FACTOR = ["*"], "offered"
    prepare()
    firms, actor, client = made()
    print(
        f"| {connection.vendor}, {date.today()}, {rounds} rounds | without, ms | with, ms | added |\n|---|---|---|---|"
    )
    told("one row and nothing else, median", *compared(rounds, one_row))
    told("the action set_facts, median", *compared(rounds, lambda n: change(firms[n % len(firms)], n, actor)))
    told(
        "the request PATCH /enterprises/{uscc}, median",
        *compared(rounds, lambda n: asked(client, firms[n % len(firms)], n)),
    )
    print(
        f"\nafterwards, by the worker: {afterwards(firms, actor):.2f} ms a write (digests of rows, checkpoint)"
    )


def compared(rounds: int, work: Callable[[int], Any]) -> tuple[list[float], list[float]]:
    """Both ways in turn, the first ones left out."""
    bare, full = [], []
    for n in range(rounds + WARM):
        with without_ledger():
            low = timed(work, 2 * n)
        high = timed(work, 2 * n + 1)
        if n >= WARM:
            bare.append(low)
            full.append(high)
    return bare, full


def made() -> tuple[list[Any], Any, Any]:
    """200 enterprises, a city officer, a signed-in client."""
    from django.test import Client

    from anfu.people.models import User
    from anfu.people.tests.factories import make_actor
    from anfu.registry.tests.factories import make_enterprise

    firms = [make_enterprise(employees=10) for _ in range(200)]
    actor = make_actor("city_officer")
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return firms, actor, client


def one_row(n: int) -> None:
    """The smallest write that there can be; no action of the platform is as small."""
    from django.db import transaction

    from anfu.core import clock, ledger
    from anfu.core.actor import platform
    from anfu.core.models import SpecialDay

    day = date(2100, 1, 1) + timedelta(days=n)
    with transaction.atomic():
        SpecialDay.objects.create(day=day, works=False, name="一天", source="bench")
        ledger.record(
            "bench.one_row", f"day:{day}", actor=platform(), on=clock.today(), after={"works": False}
        )


def change(firm: Any, n: int, actor: Any) -> None:
    """The number of people becomes another one, as of today."""
    from anfu.core import clock
    from anfu.registry.actions.facts import set_facts

    facts = {"employees": 100 + n % 9000}
    set_facts(firm, facts, actor=actor, on=clock.today(), source="bench", expected_version=None)


def asked(client: Any, firm: Any, n: int) -> None:
    """The same through the API."""
    address = f"/api/v1/registry/enterprises/{firm.organisation.uscc}"
    version = firm.versions.get(valid_to=None, retracted_at=None).pk
    facts = {"employees": 10_000 + n % 9000}
    body = {"changes": facts, "source": "bench", "on": str(date.today()), "expected_version": version}
    response = client.patch(address, body, content_type="application/json")
    assert response.status_code == 200, response.content


def afterwards(firms: list[Any], actor: Any, writes: int = 100) -> float:
    """What the worker spends for each of so many writes of one minute."""
    from anfu.core.ledger import checkpoint
    from anfu.core.ledger.state.taking import take

    take()
    checkpoint.make_checkpoint()
    for n in range(writes):
        change(firms[n], 20_000 + n, actor)
    return (timed(take) + timed(checkpoint.make_checkpoint)) / writes


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    with tempfile.TemporaryDirectory() as home:
        os.environ["ANFU_HOME"] = os.environ.get("BENCH_HOME", home)
        from anfu.settings import module

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", module())
        django.setup()
        main(parser.parse_args().rounds)
