"""Pictures of the handbook, taken where a journey passes; `ANFU_WRITE_PICTURES=1 make browser` takes them anew."""

import os
from pathlib import Path

from playwright.sync_api import Page

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"


def keep(page: Page, name: str, address: str = "") -> None:
    """The window as it is now, or with that page, for the manuals."""
    if os.environ.get("ANFU_WRITE_PICTURES"):
        if address:
            page.goto(address)
        page.set_viewport_size({"width": page.viewport_size["width"], "height": 1100})
        page.wait_for_timeout(500)
        page.screenshot(path=PICTURES / f"{name}.png")
