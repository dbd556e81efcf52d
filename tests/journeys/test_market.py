"""On a phone: an owner sees why and what, publishes a demand, compares three opened offers, chooses; the provider accepts."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
WHY = "方案清楚，离得近，去年就是它做的"


def second_look(page: Page, trigger: str, verb: str, reason: str = "", within: str = "main") -> None:
    """An act behind a dialog."""
    page.locator(f"{within} summary", has_text=trigger).first.click()
    dialog = page.locator("dialog[open]:visible")
    if reason:
        dialog.locator("[name=reason]").fill(reason)
    dialog.get_by_role("button", name=verb, exact=True).click()


def published(owner: Page) -> None:
    """From 我的企业 to an open demand: the form is filled in, two inputs are touched."""
    owner.goto("/")
    expect(owner.locator("#duties")).to_be_visible()
    owner.goto("/demands/new/")
    expect(owner.locator("#why")).to_contain_text("重点")
    assert owner.locator("[name=kinds]:checked").count() >= 1
    assert owner.locator("main form .af-field").count() <= 12
    owner.fill("[name=scope]", "每月上门排查一次，列清单，教我们怎么改，改完复查")
    owner.fill("[name=budget_high]", "9000")
    owner.get_by_role("button", name="保存草稿").click()
    expect(owner.locator(".af-tag", has_text="填写中")).to_be_visible()
    second_look(owner, "发布", "发布")
    expect(owner.locator(".af-tag", has_text="征集中")).to_be_visible()


def chosen(owner: Page, provider: str) -> str:
    """Choose that institution's of the offers that were opened; the address of the choice."""
    owner.goto("/demands/?state=closed")
    owner.locator("td.af-n a").first.click()
    owner.get_by_role("link", name=re.compile("比较 3 份报价")).click()
    offers = owner.locator("section.af-box", has=owner.locator("h2"))
    expect(offers).to_have_count(3)
    assert "还没有评级" in offers.nth(0).inner_text() and "推荐" not in offers.nth(0).inner_text()
    mine = owner.locator("section.af-box", has_text=provider)
    mine.locator("summary", has_text="选这家").click()
    dialog = owner.locator("dialog[open]:visible")
    dialog.locator("[name=reason]").fill(WHY)
    dialog.get_by_role("button", name="选这家", exact=True).click()
    expect(owner.locator("main")).to_contain_text("原样存档")
    expect(owner.locator("main")).to_contain_text(WHY)
    return owner.url


def test_an_owner_gets_from_why_to_a_contract_draft_on_a_phone(opened):
    owner, provider = opened("qiye", 390), opened("jigou", 390)
    published(owner)
    provider.goto("/parties/")
    address = chosen(owner, provider.locator("td.af-n").first.inner_text().strip())
    provider.goto(address)
    assert "当时看到的" not in provider.locator("main").inner_text()
    second_look(provider, "接受", "接受并起草合同")
    expect(provider).to_have_url(re.compile(r"/contracts/\d+/"))
    owner.goto(address)
    owner.get_by_role("link", name="打开合同").click()
    expect(owner.locator("main")).to_contain_text("确认")
