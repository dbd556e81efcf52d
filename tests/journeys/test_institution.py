"""An institution registers itself, is listed by the calendar, and its scope closes in the night after its licence ends."""

import shutil
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from anfu.core import clock
from anfu.core.tests.samples import pdf
from tests.journeys.keeping import keep
from tests.journeys.moving import Site, moving
from tests.pictures import sign_in

pytestmark = pytest.mark.browser
CODE = "91330784MA04000198"
PASSWORDS = {"dengji": "xiang-cun-2026", "yongkang": "anfu-demo-2026"}
LEFT = 20  # days that the licence still holds


@pytest.fixture
def moved(blank: Path, tmp_path: Path) -> Iterator[Site]:
    with moving(Path(shutil.copytree(blank, tmp_path / "home")), "officer") as site:
        yield site


@pytest.fixture
def enter(chromium: Browser, moved: Site) -> Iterator[Callable[..., Page]]:
    """A page of its own, signed in where an account is named."""
    contexts = []

    def open_page(account: str = "", width: int = 1440) -> Page:
        window = {"width": width, "height": 900}
        contexts.append(chromium.new_context(locale="zh-CN", base_url=moved.address, viewport=window))
        page = contexts[-1].new_page()
        if account:
            sign_in(page, moved.address, account, PASSWORDS[account])
        return page

    yield open_page
    for context in contexts:
        context.close()


def registered(page: Page) -> None:
    """Who signs in, who the institution is."""
    page.goto("/providers/register/")
    for name, value in {
        "username": "dengji", "name": "柳闻笙", "phone": "13900000000", "password": PASSWORDS["dengji"], "uscc": CODE,
        "institution": "试验安全评价有限公司",
    }.items():  # fmt: skip
        page.fill(f"[name={name}]", value)
    page.select_option("[name=kind]", "safety_assessor")
    page.select_option("[name=division]", "330784")
    page.get_by_role("button", name="登记机构", exact=True).click()
    expect(page.locator("main")).to_contain_text("提交前还缺")


def completed(page: Page, scan: Path) -> None:
    """The facts, the licence to do business, and a licence that holds a few days more."""
    page.get_by_role("link", name="改资料").click()
    for name, value in {
        "address": "试验路 1 号",
        "business_scope": "安全评价",
        "phone": "0579-80000000",
    }.items():
        page.fill(f"[name={name}]", value)
    page.set_input_files("[name=file]", scan)
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_role("link", name="登记证书").click()
    page.select_option("[name=credential]", "safety_assessment")
    page.fill("[name=number]", "试验-0001")
    page.fill("[name=authority]", "试验厅")
    page.locator("[name=lines][value='safety_assessment:chemical']").check()
    today = clock.today()
    page.fill("[name=valid_from]", (today - timedelta(300)).isoformat())
    page.fill("[name=last_day]", (today + timedelta(LEFT)).isoformat())
    page.set_input_files("[name=file]", scan)
    page.get_by_role("button", name="登记证书", exact=True).click()
    page.get_by_role("button", name="提交审核", exact=True).click()
    expect(page.locator("main")).to_contain_text("待审核")


def accepted(page: Page) -> None:
    """The officer compares the licence with its source and shows the institution to the public."""
    page.goto(f"/providers/{CODE}/")
    page.locator("summary", has_text="核验").first.click()
    dialog = page.locator("dialog[open]:visible")
    dialog.locator("[name=source]").fill("省厅公开目录")
    dialog.get_by_role("button", name="记下结果", exact=True).click()
    expect(page.locator("#qualifications")).to_contain_text("省厅公开目录")
    keep(page, "institution-review")
    page.get_by_role("button", name="通过并公示", exact=True).click()
    expect(page.locator("main")).to_contain_text("公示中")


def listed(page: Page) -> None:
    """The worker does it by the calendar; wait for it."""
    end = time.monotonic() + 30
    while time.monotonic() < end and "已列入目录" not in page.locator("main").inner_text():
        page.wait_for_timeout(500)
        page.goto(f"/providers/{CODE}/")
    expect(page.locator("h1").locator("xpath=../..")).to_contain_text("已列入目录")


def may_serve(page: Page, enterprise: str) -> tuple[bool, list[str]]:
    """What the platform answers today."""
    query = f"provider={CODE}&kind=assess&enterprise={enterprise}"
    told = page.request.get(f"/api/v1/providers/may-serve?{query}").json()
    return told["may"], [each["code"] for each in told["reasons"]]


def test_an_institution_registers_is_listed_and_its_scope_closes_in_the_night_after_its_licence_ends(
    enter, moved: Site, tmp_path: Path
):
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(pdf())
    own = enter(width=390)
    registered(own)
    completed(own, scan)
    accepted(enter("yongkang"))
    stranger = enter()
    stranger.goto("/publicity/")
    expect(stranger.locator("main")).to_contain_text("试验安全评价有限公司")

    moved.move(LEFT - 3)
    officer = enter("yongkang")
    officer.goto(f"/providers/{CODE}/")
    listed(officer)
    assert may_serve(officer, moved.made["enterprise"]) == (True, [])
    moved.move(LEFT)
    assert may_serve(enter("yongkang"), moved.made["enterprise"]) == (True, [])
    moved.move(LEFT + 1)
    assert may_serve(enter("yongkang"), moved.made["enterprise"]) == (False, ["licence_ended"])
    own = enter("dengji", width=390)
    own.goto(f"/providers/{CODE}/")
    expect(own.locator("#qualifications")).to_contain_text("已过期")
