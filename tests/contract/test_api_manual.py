"""The API manual cannot lie: its examples are what the API answers, byte for byte, and its program runs.

After a change that is meant: `ANFU_WRITE_MANUAL=1 pytest tests/contract/test_api_manual.py`, then read the difference.
"""

import functools
import os
import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.wsgi import get_wsgi_application
from django.test import Client

from anfu.core import jobs
from anfu.core.ledger import checkpoint
from anfu.core.models import LedgerLeaf
from tests.contract.manual_blocks import Recorder, names_in, with_blocks
from tests.contract.manual_city import (
    ADMIN,
    FAR,
    METAL,
    OFFICER,
    PASSWORD,
    SECOND,
    WOOD,
    build,
    stop_the_clock,
)

pytestmark = pytest.mark.once

MANUAL = Path(__file__).parents[2] / "docs" / "api.md"
API = "/api/v1"


@pytest.fixture
def sign_in(db, monkeypatch) -> Callable[[str], Client]:
    stop_the_clock(monkeypatch.setattr)
    build()
    return entered


def entered(username: str) -> Client:
    """Signed in by account and password, as a program does it."""
    client = Client(enforce_csrf_checks=True)
    client.get("/sign-in/")
    form = {"username": username, "password": PASSWORD}
    sign = {"X-CSRFToken": client.cookies["csrftoken"].value}
    assert client.post("/sign-in/", form, headers=sign).status_code == 302
    return client


def registry(record: Recorder, officer: Client) -> None:
    enterprises = f"{API}/registry/enterprises"
    first = record("list", officer, f"GET {enterprises}?division=330784&employees_min=30&limit=1")
    record(
        "next-page",
        officer,
        f"GET {enterprises}?division=330784&employees_min=30&limit=1&after={first['after']}",
    )
    seen = record("one", officer, f"GET {enterprises}/{METAL}")["version"]
    edit = {"changes": {"employees": 52}, "on": "2026-11-20", "source": "现场核实", "expected_version": seen}
    record("", officer, f"PATCH {enterprises}/{METAL}", edit)
    record("stale", officer, f"PATCH {enterprises}/{METAL}", edit | {"changes": {"employees": 60}})
    record("foreign", officer, f"GET {enterprises}/{FAR}")
    record("absent", officer, f"GET {enterprises}/91330784MA0000000X")


def engagements(record: Recorder, officer: Client) -> None:
    path, key = f"POST {API}/engagements/engagements", "7d1f6a52-contract-0042"
    body = {
        "enterprise_uscc": METAL, "provider_uscc": "91330702MB00000012", "mode": "enterprise",
        "kinds": ["entrust"], "contract_no": "样-2026-042", "valid_from": "2026-11-20",
        "last_day": "2027-11-19", "price_fen": 800000,
    }  # fmt: skip
    known = record("", officer, f"GET {API}/engagements/engagements")["rows"][0]
    body["provider_uscc"] = known["provider_uscc"]
    record("write", officer, path, body, key=key)
    record("repeat", officer, path, body, key=key)
    record("other-content", officer, path, body | {"price_fen": 900000}, key=key)
    record("unfit", officer, path, body | {"valid_from": "明天", "paid": True})
    record("refused", officer, path, body | {"contract_no": "样-2026-043", "last_day": "2026-01-01"})
    record("engagements", officer, f"GET {API}/engagements/engagements?enterprise_uscc={WOOD}")


def figures(record: Recorder, officer: Client) -> None:
    record("classes", officer, f"GET {API}/targeting/enterprises/{WOOD}/classes?on=2026-11-20")
    record("coverage", officer, f"GET {API}/targets/coverage?on=2026-11-20&by=town&division=330784")
    state = "state=uncovered&division=330784"
    record("coverage-rows", officer, f"GET {API}/targets/coverage/enterprises?on=2026-10-31&{state}&limit=1")


def two_persons(record: Recorder, officer: Client, admin: Client, second: Client) -> None:
    path = f"POST {API}/parameters/targets.high_risk_bp/proposals"
    body = {"value": 9500, "valid_from": "2027-01-01", "reason": "按新一年的方案"}
    record("forbidden", officer, path, body)
    proposed = record("proposal", admin, path, body)
    approve = f"POST {API}/approvals/{proposed['id']}/approve"
    record("own-approval", admin, approve, {"note": "同意"})
    record("todos", second, f"GET {API}/people/todos?limit=1")
    record("approval", second, approve, {"note": "同意"})


def intakes(record: Recorder, officer: Client) -> None:
    rows = f"统一社会信用代码,企业名称,从业人员\n{WOOD},样例木业厂,三十来人\n"
    file = SimpleUploadedFile("名册.csv", rows.encode())
    made = record(
        "upload", officer, f"POST {API}/intakes", {"kind": "roster", "as_of": "2026-11-01", "file": file}
    )
    record("", officer, f"POST {API}/intakes/{made['id']}/judge")
    jobs.run_all()
    record("rows", officer, f"GET {API}/intakes/{made['id']}/rows?verdict=refused")


def ledger(record: Recorder, officer: Client) -> None:
    checkpoint.make_checkpoint()
    stranger, last = Client(), LedgerLeaf.objects.filter(stream="330784").order_by("-index")[0]
    size = record("checkpoint", stranger, f"GET {API}/ledger/checkpoint")["size"]
    record("inclusion", stranger, f"GET {API}/ledger/proofs/inclusion?index={last.index}&size={size}")
    record("receipt", officer, f"GET {API}/ledger/entries/{last.stream}/{last.seq}/receipt")
    record("stranger", stranger, f"GET {API}/registry/enterprises")


def test_the_examples_are_what_the_api_answers(sign_in):
    record, officer = Recorder(), sign_in(OFFICER)
    admin, second = sign_in(ADMIN), sign_in(SECOND)
    registry(record, officer)
    engagements(record, officer)
    figures(record, officer)
    two_persons(record, officer, admin, second)
    intakes(record, officer)
    ledger(record, officer)
    manual = MANUAL.read_text("utf-8")
    assert sorted(names_in(manual)) == sorted(record.blocks)
    recorded = with_blocks(manual, record.blocks)
    if os.environ.get("ANFU_WRITE_MANUAL"):
        MANUAL.write_text(recorded, encoding="utf-8")
    assert recorded == MANUAL.read_text("utf-8")


def test_the_program_runs_as_it_stands(sign_in, monkeypatch, settings, capsys):
    """Over https and with the cookies of a server."""
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    application = httpx.WSGITransport(app=get_wsgi_application())
    monkeypatch.setattr(httpx, "Client", functools.partial(httpx.Client, transport=application))
    program = re.search(r"```python\n(.*?)```", MANUAL.read_text("utf-8"), re.DOTALL)[1]
    exec(compile(program, str(MANUAL), "exec"), {})  # noqa: S102
    assert capsys.readouterr().out.splitlines()[-1] == "201 样-2026-042"
