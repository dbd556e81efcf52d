"""An enterprise finds three institutions on a telephone, looks at them side by side and at one of them."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.looking import clean

pytestmark = pytest.mark.browser
PHONE = 390


def test_an_enterprise_finds_three_institutions_on_a_telephone(opened):
    page = opened("qiye", PHONE)
    page.locator(".af-tabbar").get_by_role("link", name="找机构").click()
    expect(page.locator("h1")).to_have_text("谁能为我服务")
    expect(page.locator("#needs")).to_contain_text("二(一)")
    clean(page)
    page.locator("#needs").get_by_role("link", name="隐患排查").first.click()
    rows = page.locator("#rows tbody tr")
    expect(rows.first).to_contain_text("公里")
    names = [rows.nth(n).locator("[data-row-link]").inner_text() for n in range(3)]
    for n in range(3):
        rows.nth(n).locator("[data-tick]").check()
    page.get_by_role("button", name="并排比较").click()
    heads = page.locator(".af-compare thead th")
    expect(heads).to_have_count(len(names))
    expect(page.locator("main")).to_contain_text("还没有评级")
    assert heads.all_inner_texts() == names
    clean(page)
    heads.first.get_by_role("link").click()
    expect(page.locator("#fits")).to_contain_text("隐患排查")
    clean(page)


def test_a_stranger_searches_the_directory_and_takes_the_table(chromium: Browser, site: str):
    context = chromium.new_context(locale="zh-CN", base_url=site, viewport={"width": PHONE, "height": 844})
    page = context.new_page()
    page.goto("/sign-in/")
    page.get_by_role("link", name="服务机构", exact=True).click()
    page.get_by_role("link", name="筛选").click()
    page.locator("summary", has_text="服务种类").click()
    page.locator("[name=service][value=assess]").check()
    page.locator("#filters .af-sheet-foot button").click()
    expect(page.locator("#rows")).to_contain_text("安全评价")
    clean(page)
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载表格").click()
    assert "统一社会信用代码" in taken.value.path().read_text("utf-8-sig")
    context.close()
