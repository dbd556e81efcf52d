"""T26: every write route, sent twenty times at once with one key, has the effect of one."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from tests.writes.calls import MAKERS, Call, write_routes
from tests.writes.digests import digests, entries, tried

TIMES = 20
# Every route on PostgreSQL, where twenty really write at once; on SQLite, where they queue, one of so many.
ONE_OF = 3


def test_every_write_route_has_a_maker():
    assert [route for route in write_routes() if route not in MAKERS] == []


@pytest.fixture(scope="module")
def twenty(stage: Path) -> Iterator[ThreadPoolExecutor]:
    """Threads that keep their connections for the whole module.

    Opening twenty anew is two fifths of what a route costs SQLite.
    """
    with ThreadPoolExecutor(TIMES) as threads:
        yield threads
        together(threads, connections.close_all)


def together(threads: ThreadPoolExecutor, work: Callable[[], Any]) -> list[Any]:
    """What the work gives in each of the twenty threads, which begin it together."""
    gate = threading.Barrier(TIMES)

    def begin() -> Any:
        gate.wait()
        return work()

    return [each.result() for each in [threads.submit(begin) for _ in range(TIMES)]]


def at_once(threads: ThreadPoolExecutor, signed_in: Client, call: Call, method: str) -> list[Any]:
    """The answers to the same request from twenty threads that start together."""

    def send() -> Any:
        client = Client(raise_request_exception=False)
        client.cookies = signed_in.cookies
        return call.sent(client, method, key="one-key-for-all")

    return together(threads, send)


def told(answer: Any) -> tuple[int, str, bytes]:
    """What a client sees of an answer."""
    return answer.status_code, answer.headers.get("Location", ""), answer.content


def different(now: dict[str, str], then: dict[str, str], call: Call) -> dict[str, str]:
    """The tables that do not hold the same; of what is drawn at random only the number counts."""
    told = {t: slice(1) if t in call.chance else slice(2) for t in now}
    return {t: now[t] for t in now if now[t].split()[told[t]] != then[t].split()[told[t]]}


def come_again(answer: Any) -> bool:
    """Whether a 409 says to wait for the first request, or that what it answered is not kept."""
    return answer.headers.get("Retry-After") == "1" or "Idempotent-Replayed" in answer.headers


@pytest.mark.parametrize("route", write_routes(), ids=lambda route: f"{route[1]} {route[0]}")
def test_t26_the_same_write_twenty_times_at_once_has_one_effect(sender, twenty, route):
    from anfu.core.models import AnsweredWrite

    if connection.vendor == "sqlite" and write_routes().index(route) % ONE_OF:
        pytest.skip("sent on PostgreSQL")
    AnsweredWrite.objects.all().delete()
    call, method = MAKERS[route](), route[1]
    client = sender(call)
    single, after_one, entries_after_one = tried(lambda: call.sent(client, method))
    assert single.status_code < 400, (single.status_code, single.content.decode()[-3000:])
    answers = at_once(twenty, client, call, method)
    assert len(answers) == TIMES
    assert entries() == entries_after_one
    assert different(digests(), after_one, call) == {}
    done = [answer for answer in answers if answer.status_code != 409]
    assert len(done) >= 1 and len({told(answer) for answer in done}) == 1
    assert sum("Idempotent-Replayed" not in answer.headers for answer in done) == 1
    assert all(come_again(answer) for answer in answers if answer.status_code == 409)
    assert done[0].status_code == single.status_code
