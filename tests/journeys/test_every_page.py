"""Every kind of page: usable at 390 px and 1440 px, light and dark, and clean to axe.

Accounts share most of their pages, so each kind is looked at once in each look, as the first account that is led to it:
processes side by side share what is looked at;
the page that an account starts from is looked at for all. That each account's every link opens is tests/laws/test_links.py.
"""

import os
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.journeys.looking import faults, fits
from tests.pictures import accounts, walk

pytestmark = pytest.mark.browser
LOOKS = [(1440, "light"), (390, "dark")]
OWN = {"desk", "company"}


class LookedAt:
    """Names of pages that somebody looks at already; who asks for one first, of all processes, looks at it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __contains__(self, name: str) -> bool:
        try:
            (self.folder / name).touch(exist_ok=name in OWN)
        except FileExistsError:
            return True
        return False


@pytest.fixture(scope="session")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> LookedAt:
    """For the whole run, in a folder that its processes share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "looked-at"
    folder.mkdir(exist_ok=True)
    return LookedAt(folder)


@pytest.mark.parametrize("account", [name for name, _ in reversed(accounts())])  # who sees most, last
def test_pages_answer_fit_the_window_and_are_clean_to_axe(opened, looked_at, account):
    page, wrong = opened(account), []
    for name, answer in walk(page, "", looked_at):
        if answer is None or answer.status != 200:
            wrong.append((name, "status", answer and answer.status))
        for width, scheme in LOOKS:
            wrong += [(name, width, *fault) for fault in seen(page, width, scheme)]
    assert wrong == []


def seen(page: Page, width: int, scheme: Literal["light", "dark"]) -> list[tuple[str, ...]]:
    """What is wrong with the open page in this look."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    return [*faults(page), *[("scrolls sideways",)] * (not fits(page))]


def test_a_town_officer_finds_no_way_to_change_things(opened):
    page = opened("zhenjie")
    for address in ("/enterprises/", "/key-objects/", "/engagements/"):
        page.goto(address)
        # An export reads; whatever else a form sends would change something.
        assert page.locator("main form[method=post]:not([action*='/export/'])").count() == 0


def test_the_desk_works_by_keyboard(opened):
    page = opened("yongkang")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    page.keyboard.press("/")
    assert page.evaluate("() => document.activeElement.name") == "q"
