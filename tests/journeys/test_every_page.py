"""Every page of every account: usable at 390 px and 1440 px, light and dark, and clean to axe.

axe looks at each kind of page once in each look, since accounts share their pages; all else is asked of every account.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.pictures import accounts, pages_of

pytestmark = pytest.mark.browser
LOOKS = [(1440, "light"), (390, "dark")]
SERIOUS = {"serious", "critical"}
_looked_at: set[tuple[str, int]] = set()


@pytest.mark.parametrize("account", [name for name, _ in accounts()])
@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_pages_answer_fit_the_window_and_are_clean_to_axe(opened, account, width, scheme):
    page, faults = opened(account, width, scheme), []
    for name, address in pages_of(page, "").items():
        response = page.goto(address)
        if response is None or response.status != 200:
            faults.append((name, "status", response and response.status))
        if page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth + 1"):
            faults.append((name, "scrolls sideways"))
        if (name, width) in _looked_at:
            continue
        _looked_at.add((name, width))
        for violation in Axe().run(page).response["violations"]:
            if violation["impact"] in SERIOUS:
                faults.append((name, violation["id"], violation["nodes"][0]["html"][:200]))
    assert faults == []


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
