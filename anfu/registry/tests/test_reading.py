"""T34: who reads page after page gets slowed, and without a filter no further than some pages; offices keep working."""

import inspect
import threading
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver

from anfu.core import budget, clock
from anfu.core.ledger.guard import without_ledger
from anfu.core.models import Budget, Parameter
from anfu.core.reading import counted as reading
from anfu.people.tests.factories import make_actor, make_user
from anfu.registry.queries.listing import Asked
from anfu.registry.tests.factories import make_enterprise
from anfu.site.api import api

FAR = f"{2**62}.{2**40}"  # a mark that nobody was given
LIST, API = "/enterprises/", "/api/v1/registry/enterprises"
# Lists that name neither firms nor persons of others, or only what waits for the reader.
NOT_COUNTED = {
    "core:job_list", "core:intake_list", "core:approval_list", "people:todo_list", "people:message_list",
    "people:outbound", "targeting:programmes", "experts:draw_list", "experts:call_list",
}  # fmt: skip
NOT_COUNTED_API = {"intake_list", "proposals", "todos", "messages", "programmes", "industries", "draws"}


@pytest.fixture(autouse=True)
def on(settings, db):
    settings.READING_QUOTAS = True
    reading._taken.clear()
    yield
    reading._taken.clear()


def allow(**numbers: int) -> None:
    """`lists_at_once=3`: as much from today on."""
    with without_ledger():
        for name, value in numbers.items():
            Parameter.objects.create(
                code=f"reading.{name}", valid_from=clock.today(), value=value, clause="x", source="x"
            )


def someone(role: str = "city_officer", **where: str) -> Client:
    client = Client()
    client.force_login(make_user(role, **where))
    return client


def statuses(client: Client, times: int, address: str = LIST, **more: Any) -> list[int]:
    return [client.get(address, **more).status_code for _ in range(times)]


def test_T34_an_account_reads_so_many_pages_at_once_then_so_many_a_minute(monkeypatch):
    allow(lists_at_once=30, lists_a_minute=6)
    client, now = someone(), clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    assert statuses(client, 31) == [200] * 30 + [429]
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(seconds=11))
    assert statuses(client, 2) == [200, 429]


def test_T34_a_new_session_is_the_same_account_and_another_account_has_its_own():
    allow(lists_at_once=5, lists_a_minute=1)
    assert statuses(someone(), 6)[-1] == 429
    assert statuses(someone(), 1) == [429]
    assert statuses(someone("city_admin"), 1) == [200]


def test_T34_a_network_has_a_budget_whoever_asks_from_it():
    allow(network_lists_at_once=4, network_lists_a_minute=1)
    assert statuses(someone(), 2, REMOTE_ADDR="9.9.9.1") == [200, 200]
    assert statuses(someone("city_admin"), 3, REMOTE_ADDR="9.9.9.2") == [200, 200, 429]
    assert statuses(someone("city_admin"), 1, REMOTE_ADDR="9.9.8.1") == [200]


def test_T34_the_page_says_what_to_do_and_when():
    allow(lists_at_once=1, lists_a_minute=1)
    client = someone()
    client.get(LIST)
    page = client.get(LIST)
    assert page.status_code == 429
    assert 1 <= int(page["Retry-After"]) <= 60
    text = page.content.decode()
    assert "请等" in text and "导出" in text and "参数" in text
    answer = client.get(API)
    assert answer.status_code == 429
    assert "Retry-After" in answer
    assert "请等" in answer.json()["detail"]


def test_T34_the_api_pays_for_the_rows_that_it_asks_for():
    allow(lists_at_once=9, lists_a_minute=1)
    client = someone()
    assert statuses(client, 3, f"{API}?limit=200") == [200, 200, 429]
    assert statuses(client, 2, f"{API}?limit=50") == [200, 429]


def test_what_is_written_is_not_counted_and_other_pages_stay_open():
    allow(lists_at_once=1, lists_a_minute=1)
    client = someone()
    assert statuses(client, 2) == [200, 429]
    assert client.post("/views/save/", {"name": "x"}).status_code != 429
    assert statuses(client, 3, "/todos/") == [200] * 3


def test_a_database_that_is_busy_does_not_keep_people_from_reading(monkeypatch):
    def busy(*_: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(budget, "take", busy)
    assert statuses(someone(), 2) == [200, 200]


def test_most_pages_cost_no_query(django_assert_num_queries):
    request = RequestFactory().get(LIST)
    request.actor = make_actor()  # type: ignore[attr-defined]
    reading.spend(request, 1)
    with django_assert_num_queries(0):
        for _ in range(reading.AT_ONE_GO):
            reading.spend(request, 1)


def test_T34_no_table_names_who_read(client):
    client.force_login(make_user("city_officer"))
    client.get(LIST)
    assert Budget.objects.count() == 2
    assert all(len(key) == 64 for key in Budget.objects.values_list("key", flat=True))


@pytest.mark.django_db(transaction=True)
def test_T34_parallel_reading_does_not_overdraw():
    if connection.vendor == "sqlite":
        pytest.skip("one connection in memory")
    allow(lists_at_once=50, lists_a_minute=1)
    user, got = make_user("city_officer"), []

    def read() -> None:
        client = Client()
        client.force_login(user)
        got.extend(statuses(client, 15))
        connection.close()

    threads = [threading.Thread(target=read) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got.count(200) <= 50
    assert got.count(429) >= 25


def firms(count: int) -> None:
    for _ in range(count):
        make_enterprise()


@pytest.fixture
def shallow(monkeypatch):
    """Pages of two rows, and an unfiltered list of two pages."""
    monkeypatch.setattr("anfu.core.reading.depth.PAGE", 2)
    monkeypatch.setattr("anfu.registry.views.listing.listing.Asked", partial(Asked, size=2))
    allow(pages_deep=2)
    firms(9)


def test_T34_a_robot_gets_no_further_than_the_pages_without_a_filter(shallow):
    """The API in pages of two: 2 × 2 rows and no more, forged marks too."""
    client = someone()
    after, seen = "", 0
    while True:
        answer = client.get(f"{API}?limit=2&after={after}")
        if answer.status_code != 200:
            break
        seen += len(answer.json()["items"])
        after = answer.json()["after"]
    assert (answer.status_code, seen) == (422, 4)
    assert "筛选" in answer.json()["detail"]
    assert client.get(f"{API}?limit=2&after={FAR}").status_code == 422
    assert client.get(f"{API}?limit=2&after={after}&junk=1&sort=&on=").status_code == 422
    assert client.get(f"{API}?limit=2&after={after}&division=330784").status_code == 200


def test_T34_the_page_ends_with_words_and_says_so_to_who_goes_on(shallow):
    client = someone()
    after = client.get(f"{API}?limit=2").json()["after"]
    last = client.get(f"{LIST}?after={after}").content.decode()
    assert "没有筛选时只翻到这里" in last
    assert 'rel="next"' not in last
    beyond = client.get(f"{API}?limit=2&after={after}").json()["after"]
    page = client.get(f"{LIST}?after={beyond}")
    assert page.status_code == 422
    assert "不能再往后翻" in page.content.decode()
    assert client.get(f"{LIST}?after={beyond}&status=active").status_code == 200


def test_T34_going_backwards_is_no_way_round(shallow):
    client = someone()
    assert client.get(f"{LIST}?before={FAR}").status_code == 422


def views() -> Iterator[tuple[str, Any]]:
    def walk(patterns: Any, space: str) -> Iterator[tuple[str, Any]]:
        for each in patterns:
            if isinstance(each, URLPattern):
                yield f"{space}{each.name}", each.callback
            elif each.app_name != "ninja":
                yield from walk(each.url_patterns, f"{each.namespace}:" if each.namespace else space)

    return walk(get_resolver().url_patterns, "")


def test_T34_every_list_with_pages_is_counted_or_says_why_not():
    """Whoever shows a list page by page has decided whether it is counted."""
    missing = set()
    for name, view in views():
        own = inspect.unwrap(view)
        if not own.__module__.startswith("anfu.") or not inspect.isfunction(own):
            continue
        pages = any(word in inspect.getsource(own) for word in ("page_of(", "listing.page("))
        if pages and not getattr(view, "counted", False) and name not in NOT_COUNTED:
            missing.add(name)
    assert missing == set()


def test_T34_every_list_of_the_api_is_counted_and_documents_429():
    missing = set()
    for prefix, router in api._routers:
        for path, item in router.path_operations.items():
            for operation in item.operations:
                run = operation.view_func
                names = set(inspect.signature(run).parameters)
                pages = {"after", "limit", "asking"} & names
                asked = "GET" in operation.methods and pages and run.__name__ not in NOT_COUNTED_API
                told = getattr(run, "counted", False) and 429 in operation.response_models
                missing |= {f"{prefix}{path}"} if asked and not told else set()
    assert missing == set()
