"""An officer prints letters; an owner scans one with a phone and sees why the firm is a key object and what the law asks."""

import io
import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.journeys.keeping import keep
from tests.journeys.looking import fits

pytestmark = pytest.mark.browser
TOWN = "330784001"


@dataclass(frozen=True)
class Letter:
    """What one page says to its firm."""

    uscc: str
    code: str


def letters_of(page: Page) -> list[Letter]:
    """The officer orders the letters of a town, waits, and opens the PDF."""
    page.goto("/letters/")
    page.select_option("[name=town]", TOWN)
    page.get_by_role("button", name="打印邀请函").click()
    link = page.get_by_role("link", name="下载 PDF")
    expect(link).to_be_visible(timeout=60_000)
    pages = PdfReader(io.BytesIO(page.request.get(link.get_attribute("href")).body())).pages
    return [letter_on(each.extract_text()) for each in pages]


def letter_on(text: str) -> Letter:
    """The firm and the code of one page."""
    uscc = re.search(r"统一社会信用代码\s*([0-9A-Z]{18})", text)
    code = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}", text)
    assert uscc and code, text
    return Letter(uscc[1], code[0])


def of_a_confirmed_one(page: Page, letters: list[Letter]) -> Letter:
    """The first whose firm somebody has confirmed to be a key object, and the law's sentence differs by size."""
    for letter in letters:
        page.goto(f"/enterprises/{letter.uscc}/")
        if page.locator("#why-rows td", has_text="已确认").count():
            return letter
    raise AssertionError("no confirmed key object among the letters")


@pytest.fixture
def phone(chromium: Browser, site: str):
    """The owner's phone, on which nobody has signed in."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="zh-CN", base_url=site
    )
    yield context.new_page()
    context.close()


def test_an_owner_comes_by_a_letter_and_sees_why_and_what_the_law_asks(opened, phone):
    officer = opened("yongkang")
    letter = of_a_confirmed_one(officer, letters_of(officer))
    name = officer.locator("h1").inner_text()
    ground = officer.locator("#why-rows tr", has_text="已确认").locator("td").first.inner_text()

    phone.goto(f"/claim/#code={letter.code}")
    phone.get_by_role("button", name="继续").click()
    expect(phone.locator("main")).to_contain_text(name)
    phone.fill("[name=username]", "laoban-2026")
    phone.fill("[name=name]", "厉云舟")
    phone.fill("[name=phone]", "13900000000")
    phone.fill("[name=password]", "雨后去山里看一遍大瀑布吧")
    phone.get_by_role("button", name="认领").click()

    expect(phone.locator("h1")).to_have_text(name)
    expect(phone.locator("#why-rows")).to_contain_text(ground.strip("①②③④⑤⑥⑦⑧⑨ \n"))
    expect(phone.locator("#why-rows")).to_contain_text("已确认")
    expect(phone.locator("#duties")).to_contain_text("《中华人民共和国安全生产法》")
    assert fits(phone)
    keep(phone, "company-phone")
    neighbour = phone.request.get("/enterprises/", max_redirects=0)
    assert neighbour.status in (302, 403, 404)

    used = phone.context.browser.new_context(base_url=phone.url.split("/company")[0]).new_page()
    used.goto(f"/claim/#code={letter.code}")
    used.get_by_role("button", name="继续").click()
    expect(used.locator("main")).to_contain_text("已经用过")
    used.context.close()
