"""Two owners on their phones: one drafts, both confirm, the paper comes out and anybody can check it."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from anfu.core import clock

pytestmark = pytest.mark.browser
WHY = "这一份只管新厂区的粉尘治理"


def drafted(page: Page, provider: str) -> None:
    """The fewest fields with which a contract can be made, and why there is a second one."""
    page.goto("/contracts/new/")
    page.fill("[name=partner_uscc]", provider)
    page.locator("[name=kinds][value=hazard_inspection]").check()
    page.fill("[name=scope]", "每月上门排查新厂区粉尘隐患，交清单和整改建议")
    page.fill("[name=visits_per_month]", "1")
    page.fill("[name=valid_from]", str(clock.today()))
    page.fill("[name=last_day]", str(clock.today() + timedelta(364)))
    page.fill("[name=price]", "6000")
    page.locator("[name=plan][value=half]").check()
    page.get_by_text("更多约定").click()
    page.fill("[name=overlap_reason]", WHY)
    page.get_by_role("button", name="起草", exact=True).click()


def say_yes(page: Page, address: str) -> None:
    """The second look, then yes."""
    page.goto(address)
    page.locator("summary", has_text=re.compile("^确认$")).click()
    page.locator("dialog[open]").get_by_role("button", name="确认签字").click()
    expect(page.locator("main")).to_contain_text("已确认")


def test_a_draft_on_the_phone_becomes_a_contract_of_two_and_a_paper_that_anybody_checks(opened):
    owner, other = opened("qiye", 390), opened("jigou", 390)
    owner.goto("/contracts/1/")
    provider = re.findall(r"[0-9A-Z]{18}", owner.locator("#parties").inner_text())[1]
    drafted(owner, provider)
    expect(owner.locator("#waiting")).to_contain_text("6,000.00 元")
    address = owner.url
    say_yes(owner, address)
    expect(owner.locator("#waiting")).to_contain_text("企业已确认")
    other.goto("/todos/")
    expect(other.locator("main")).to_contain_text("确认合同")
    say_yes(other, address)
    expect(other.locator("main")).to_contain_text("履行中")
    paper = other.request.get(f"{address}versions/1.pdf")
    assert paper.headers["content-type"] == "application/pdf" and paper.body()[:5] == b"%PDF-"
    digest = re.search(r"[0-9a-f]{64}", other.locator("#versions").inner_text())
    assert digest
    other.goto(f"/contract-check/{digest[0]}/")
    expect(other.locator("main")).to_contain_text("现在有效的就是这一版")
