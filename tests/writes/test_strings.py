"""T30: text that breaks careless programs goes into every text field of every write, and out as it was typed.

`ANFU_ALL_STRINGS=1` sends every string to every field; otherwise each field gets its share of them.
"""

import html
import io
import json
import os
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django import forms
from django.db import transaction
from django.test import Client
from markupsafe import escape

from anfu.core.models import LedgerEntry
from anfu.core.web.text import is_fit
from anfu.registry.tests.factories import make_enterprise
from tests.writes.calls import MAKERS, Call, write_routes

STRINGS = Path(__file__).parents[3] / "shared" / "vectors" / "blns.json"
pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(not STRINGS.is_file(), reason="the list of strings is kept beside the repository"),
]
# What would be markup if it stood on a page as it was typed.
MARKUP = re.compile(r"<[a-zA-Z/!?]|[\"'][^<>]*\bon\w+=")
# What XML cannot hold, or writes in a form of its own.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
ALL, SHARE = bool(os.environ.get("ANFU_ALL_STRINGS")), 1
# In these, what is typed goes into the ledger as it is, so that it can be compared.
ELSEWHERE = (
    "/parameters/calendar/",  # the entry has the days, the table their source
    "/people/<str:username>/grant/",  # a role that is given at once keeps no reason
)
KEPT = ("reason", "source", "note", "basis", "hazard", "description")


def packs(longest: int = 190) -> list[str]:
    """All strings, several joined into one as long as fields take it."""
    made = [""]
    for each in json.loads(STRINGS.read_text("utf-8")):
        fits = len(made[-1]) + len(each) < longest
        made = [*made[:-1], f"{made[-1]} {each}".strip()] if fits else [*made, each]
    return made


def share_of(name: str) -> list[str]:
    """The packs that a field gets: all, or some that its name chooses."""
    every = packs()
    if ALL:
        return every
    start = zlib.crc32(name.encode())
    return [every[(start + number) % len(every)] for number in range(SHARE)]


def text_fields(call: Call) -> Iterator[str]:
    """The names under which the call carries text that somebody may type."""
    for name, value in (call.form if call.json is None else call.json).items():
        if isinstance(value, str) and name != call.version:
            yield name


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside leaves no trace in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def said(answer: Any) -> str:
    """An answer as text; "" for files."""
    kind = answer.headers.get("Content-Type", "")
    return answer.content.decode() if kind.startswith(("text/html", "application/json")) else ""


def must_be_whole(answer: Any, typed: str) -> None:
    """No failure; what looks like markup never stands on a page unescaped; JSON stays JSON."""
    assert answer.status_code < 500, (typed, said(answer)[-2000:])
    text = said(answer)
    if text and answer.headers.get("Content-Type", "").startswith("application/json"):
        json.loads(text)
    elif text and MARKUP.search(typed):
        assert typed not in text, typed
        assert all(part not in text for part in re.findall(r"<(?:script|img|svg|iframe)[^>]*>", typed)), typed
    assert "\ufffd" not in text or "\ufffd" in typed


def must_come_back(client: Client, answer: Any, name: str, typed: str, path: str) -> None:
    """After a write that was done, the page that it leads to is whole, and the ledger has what was typed."""
    if answer.status_code == 302:
        must_be_whole(client.get(answer["Location"]), typed)
    if answer.status_code < 400 and name in KEPT and not path.startswith(ELSEWHERE):
        bodies = [entry.body for entry in LedgerEntry.objects.order_by("-id")[:3]]
        assert any(json.dumps(typed.strip(), ensure_ascii=False)[1:-1] in body for body in bodies), typed


@pytest.mark.parametrize("route", write_routes(), ids=lambda route: f"{route[1]} {route[0]}")
def test_t30_no_text_in_any_field_breaks_a_write_or_the_page_after_it(
    sender: Callable[[Call], Client], route: tuple[str, str]
) -> None:
    call, method = MAKERS[route](), route[1]
    client = sender(call)
    for name in text_fields(call):
        for typed in share_of(f"{route} {name}"):
            with undone():
                answer = call.sent(client, method, more={name: typed})
                must_be_whole(answer, typed)
                assert is_fit(typed) or answer.status_code == 422
                must_come_back(client, answer, name, typed, route[0])


def test_t30_every_string_comes_out_of_pages_api_and_exports_as_it_went_in(
    sender: Callable[[Call], Client],
) -> None:
    client = sender(Call(""))
    with undone():
        names = [name for name in map(cleaned, packs()) if name and is_fit(name) and len(name) <= 200]
        for name in names:
            make_enterprise(name=name)
        pages, rows = all_pages(client), all_rows(client)
        assert [name for name in names if str(escape(name)) not in pages] == []
        assert [name for name in names if MARKUP.search(name) and name in pages] == []
        assert [name for name in names if name not in rows] == []
        cells = exported(client)
        assert [name for name in names if CONTROL.sub("", name) not in cells] == []


def cleaned(text: str) -> str:
    """As a form takes it."""
    return forms.CharField(required=False).clean(text) if is_fit(text) else ""


def all_pages(client: Client) -> str:
    """The list of enterprises, page after page."""
    made, query = "", "?"
    while query:
        made += (page := client.get(f"/enterprises/{query}").content.decode())
        further = re.search(r'href="([^"]*\bafter=[^"]+)"', page)
        query = html.unescape(further[1]).split("/")[-1] if further else ""
    return made


def all_rows(client: Client) -> set[str]:
    """The names that the API lists."""
    names, after = set(), ""
    while after is not None:
        answer = client.get(
            "/api/v1/registry/enterprises", {"limit": 200} | ({"after": after} if after else {})
        )
        names |= {row["name"] for row in answer.json()["items"]}
        after = answer.json()["after"] or None
    return names


def exported(client: Client) -> set[str]:
    """The texts of the exported table; none is a formula."""
    answer = client.post("/enterprises/export/", {"query": "", "purpose": "inspection"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    return {CONTROL.sub("", str(cell.value)) for cell in cells}
