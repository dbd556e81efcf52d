"""One served demo city and one browser for all journeys; what the page's console complains of fails the journey."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.chromium import executable, launch
from tests.pictures import sign_in
from tests.served import served

expect.set_options(timeout=20_000)  # milliseconds: how quick a page is, bench/ says


def _once(tmp_path_factory: pytest.TempPathFactory, name: str, *options: str) -> Path:
    """A folder of that content, loaded once for all processes; whoever serves it takes a copy."""
    root = tmp_path_factory.getbasetemp()
    loaded = (root.parent if "PYTEST_XDIST_WORKER" in os.environ else root) / name
    with loaded.with_suffix(".lock").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        if not loaded.exists():
            half = loaded.with_suffix(".half")
            with served(half, *options):
                pass
            half.rename(loaded)
    return loaded


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo city; each process serves a copy of its own."""
    return Path(
        shutil.copytree(_once(tmp_path_factory, "demo", "--demo"), tmp_path_factory.mktemp("city") / "home")
    )


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty platform, to be copied."""
    return _once(tmp_path_factory, "blank")


@pytest.fixture(scope="session")
def site(city: Path) -> Iterator[str]:
    """The address of the demo city."""
    with served(city) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's browser; where it must be there, its absence is a failure."""
    if executable() is None:
        if os.environ.get("ANFU_BROWSER_REQUIRED"):
            pytest.fail("no Chromium, and here the journeys must run")
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as play:
        browser = launch(play)
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """`opened("yongkang", 390)`: a page signed in as that account, watched for complaints."""
    complaints: list[str] = []
    contexts = []

    def watch(message: ConsoleMessage) -> None:
        # A refused form is an answer, which the browser also writes to its console.
        if message.type == "error" and "status of 4" not in message.text:
            complaints.append(message.text)

    def open_page(account: str, width: int = 1440, scheme: str = "light") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, locale="zh-CN", base_url=site
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", watch)
        sign_in(page, site, account, "anfu-demo-2026")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
