"""How a journey looks at the page that is open: does it fit the window, and is it clean to axe."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SERIOUS = frozenset({"serious", "critical"})


def fits(page: Page) -> bool:
    """Nothing runs off the window's side, once the page has come whole."""
    page.wait_for_load_state()
    return not page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth")


def faults(page: Page, impacts: frozenset[str] | None = SERIOUS) -> list[tuple[str, str]]:
    """What axe finds of these impacts (None: of any), each with the first place of it."""
    page.wait_for_load_state()
    axe = Axe("") if page.evaluate("() => 'axe' in window") else Axe()  # its text is sent once a page
    found = axe.run(page).response["violations"]
    counted = [each for each in found if impacts is None or each["impact"] in impacts]
    return [(each["id"], each["nodes"][0]["html"][:200]) for each in counted]


def clean(page: Page) -> None:
    """Fits the window, and axe finds nothing serious."""
    assert fits(page)
    assert faults(page) == []
