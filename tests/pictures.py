"""`make pictures`: every page as each demo account sees it, at 1440 and 390 px, light and dark, on contact sheets."""

import os
import re
import sys
from collections.abc import Container, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import django
from playwright.sync_api import Browser, Page, Response, sync_playwright

from tests.chromium import launch
from tests.served import served

OUT = Path("var/pictures")
WIDTHS = {1440: 900, 390: 844}
THEMES = ("light", "dark")
DETAILS = re.compile(
    r"/(enterprises|intakes|programmes|engagements|parameters|ledger|listings|key-objects|duplicates|jobs|approvals"
    r"|experts|draws|providers|publicity|directory|contracts|demands|choices|services|hall)"
    r"/(?!new|register|verify|unplaced|export|template|calendar|views|find|many|mine|compare|order|providers\.)[^/?#]+"
)
LINK = re.compile(r'<a\s[^>]*href="([^"]*)')


def accounts() -> list[tuple[str, str]]:
    """(account, password) of each demo account."""
    from anfu.demo.accounts import ACCOUNTS, PASSWORD

    return [(account.username, PASSWORD) for account in ACCOUNTS]


def sign_in(page: Page, site: str, account: str, password: str) -> None:
    """Fill the sign-in form as a person would."""
    page.goto(f"{site}/sign-in/")
    page.fill("input[name=username]", account)
    page.fill("input[name=password]", password)
    page.click("button[type=submit]")
    page.wait_for_url(lambda url: urlsplit(url).path != "/sign-in/")


def rail(page: Page) -> dict[str, str]:
    """The pages that the rail leads to: {name: address}."""
    links = page.eval_on_selector_all(".af-side a.af-nav", "all => all.map(a => a.getAttribute('href'))")
    return {link.strip("/").replace("/", "-") or "home": link for link in links}


def opened_by(html: str, links: set[str]) -> dict[str, str]:
    """The first thing of each kind that this page opens beyond the rail's links: {name: address}."""
    main = html.partition("<main")[2].partition("</main>")[0]
    found: dict[str, str] = {}
    for row in map(unescape, LINK.findall(main)):
        match = DETAILS.match(row)
        if match and row.split("?")[0] not in links:
            found.setdefault(f"{match[1]}-one", row)
        if "/new" in row or "/how" in row or "/order/" in row or "/gap" in row:
            found[row.split("?")[0].strip("/").replace("/", "-")] = row
    return found


def walk(page: Page, site: str, but: Container[str] = ()) -> Iterator[tuple[str, Response | None]]:
    """Opens each page of the rail and the first thing that each list opens, once, `but` those named so.

    Gives (name, answer) while that page is open. A list named in `but` is read without being shown.
    """
    listed = rail(page)
    found: dict[str, str] = {}
    for name, address in listed.items():
        if name in but:
            html = page.request.get(site + address).text()
            found = opened_by(html, set(listed.values())) | found
            continue
        answer = page.goto(site + address)
        found = opened_by(page.content(), set(listed.values())) | found
        yield name, answer
    for name, address in found.items():
        if name not in listed and name not in but:
            yield name, page.goto(site + address)


def take(browser: Browser, site: str, account: str, password: str) -> list[Path]:
    """All pictures of one account."""
    taken = []
    for width, height in WIDTHS.items():
        for theme in THEMES:
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=theme, locale="zh-CN"
            )
            page = context.new_page()
            sign_in(page, site, account, password)
            for name, _ in walk(page, site):
                page.wait_for_timeout(150)
                path = OUT / f"{account}-{name}-{width}-{theme}.png"
                page.screenshot(path=path, full_page=True)
                taken.append(path)
            context.close()
    return taken


def contact_sheet(browser: Browser, account: str, width: int, theme: str) -> None:
    """All pictures of one account, width and theme, side by side under their names."""
    pictures = sorted(OUT.glob(f"{account}-*-{width}-{theme}.png"))
    column = 340 if width > 500 else 195
    cells = "".join(
        f"<figure><img src='{p.name}'><figcaption>{p.stem}</figcaption></figure>" for p in pictures
    )
    css = (
        f"body{{margin:8px;columns:{column}px 4;font:12px sans-serif}}img{{width:100%;border:1px solid #999}}"
    )
    sheet = OUT / f"sheet-{account}-{width}-{theme}.html"
    sheet.write_text(f"<!doctype html><style>{css}figure{{break-inside:avoid;margin:0 0 8px}}</style>{cells}")
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(sheet.resolve().as_uri())
    page.screenshot(path=sheet.with_suffix(".png"), full_page=True, timeout=180_000)
    page.close()


def chosen_accounts(names: list[str]) -> list[tuple[str, str]]:
    """The demo accounts so named, or all; ends the program where a name is none of them."""
    known = dict(accounts())
    if strange := set(names) - set(known):
        sys.exit(f"no such demo account: {', '.join(sorted(strange))}; there are {', '.join(known)}")
    return [(name, known[name]) for name in names or known]


def main() -> None:
    """Everything, for the accounts named on the command line or for all."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anfu.settings.test")
    django.setup()
    chosen = chosen_accounts(sys.argv[1:])
    OUT.mkdir(parents=True, exist_ok=True)
    with served(Path("var/pictures-home"), "--demo") as site, sync_playwright() as play:
        browser = launch(play)
        for account, password in chosen:
            print(f"{account}: {len(take(browser, site, account, password))} pictures")
            for width in WIDTHS:
                for theme in THEMES:
                    contact_sheet(browser, account, width, theme)
        browser.close()


if __name__ == "__main__":
    main()
