"""A stranger checks the ledger in the browser: nothing leaves it, and a changed entry is named (T13, T36)."""

import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.looking import faults, fits
from tests.pictures import sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def stranger(chromium: Browser, site: str) -> Iterator[Page]:
    """Somebody without an account, whose requests are written down."""
    context = chromium.new_context(locale="zh-CN", base_url=site, viewport={"width": 390, "height": 900})
    page = context.new_page()
    yield page
    context.close()


@pytest.fixture(scope="module")
def held(chromium: Browser, site: str, tmp_path_factory) -> Path:
    """What an auditor has fetched: the export, the checkpoints, the leaf hashes, a receipt."""
    folder = tmp_path_factory.mktemp("held")
    context = chromium.new_context(locale="zh-CN", base_url=site)
    page = context.new_page()
    sign_in(page, site, "shenji", "anfu-demo-2026")
    page.goto("/trust/")
    for _ in range(90):
        if "还没有检查点：" not in page.inner_text("main"):
            break
        page.wait_for_timeout(1000)
        page.reload()
    (folder / "ledger.jsonl").write_bytes(page.request.get("/ledger/export.jsonl?purpose=proof").body())
    page.goto("/ledger/")
    last = page.locator("main td a, main th a").last.get_attribute("href")
    (folder / "receipt.json").write_bytes(page.request.get(f"{last}receipt.json").body())
    context.close()
    for name in ("checkpoints.txt", "leaves.bin", "key"):
        with urllib.request.urlopen(f"{site}/trust/log/{name}") as answer:
            (folder / name).write_bytes(answer.read())
    return folder


def verdict(page: Page, **files: Path) -> str:
    """What the page says of these files."""
    page.goto("/trust/")
    for name, path in files.items():
        page.set_input_files(f"[name={name}]", path)
    page.get_by_role("button", name="核一遍").click()
    said = page.locator("[data-verdict]")
    expect(said).to_contain_text(re.compile("ok|bad|读不了"), timeout=30_000)
    return said.inner_text()


def test_a_stranger_verifies_the_export_and_nothing_leaves_the_browser(stranger, held):
    files = {
        "export": held / "ledger.jsonl",
        "points": held / "checkpoints.txt",
        "leaves": held / "leaves.bin",
    }
    sent = []
    stranger.on("request", lambda request: sent.append(request.method))
    assert verdict(stranger, **files).startswith("ok to ")
    assert set(sent) == {"GET"}
    assert verdict(stranger, export=held / "receipt.json").startswith("ok")


def test_T36_a_changed_entry_and_a_cut_off_end_are_named(stranger, held, tmp_path):
    lines = (held / "ledger.jsonl").read_text("utf-8").splitlines()
    files = {"points": held / "checkpoints.txt", "leaves": held / "leaves.bin"}
    bent = json.loads(lines[2])
    bent["body"] = bent["body"].replace('"verb":"', '"verb":"x')
    for name, told, place in (
        ("edited", [*lines[:2], json.dumps(bent), *lines[3:]], 2),
        ("cut", lines[:1], 1),
    ):
        path = tmp_path / f"{name}.jsonl"
        path.write_text("\n".join(told) + "\n", "utf-8")
        assert verdict(stranger, export=path, **files).startswith(f"bad at {place}")


@pytest.mark.parametrize("width", [390, 1440])
def test_the_page_fits_and_is_clean_to_axe(stranger, width):
    stranger.set_viewport_size({"width": width, "height": 900})
    stranger.goto("/trust/")
    assert fits(stranger)
    assert faults(stranger, impacts=None) == []
