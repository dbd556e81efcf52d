"""Experts are drawn, one declines, the alternate is taken, and a stranger recomputes it with one file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from anfu.demo.office.experts import TRY
from tests.journeys.keeping import keep

pytestmark = pytest.mark.browser
PURPOSE = "矿山整治技术评审"
NONCES = {"jijian": "纪委随手写的一句话：九点半下雨", "caizheng": "财政随手写的一句话：门口桂花开"}


def prepared(page: Page) -> str:
    """One seat for a speciality that three experts have; its address."""
    page.goto("/draws/new/")
    page.fill("[name=purpose]", PURPOSE)
    page.fill("[name=seats_a]", "1")
    page.locator("[name=specialities_a][value=coal]").check()
    page.fill("[name=public_name]", "福彩3D开奖号")
    page.fill("[name=public_issue]", "第 2026331 期")
    for field, office in (("first", "纪委"), ("second", "财政")):
        options = page.locator(f"[name={field}] option").all_inner_texts()
        page.select_option(f"[name={field}]", label=next(text for text in options if office in text))
    page.get_by_role("button", name="准备", exact=True).click()
    expect(page.locator("h1")).to_have_text(PURPOSE)
    return page.url


def confirmed(page: Page, address: str, trigger: str, verb: str, **typed: str) -> None:
    """An act behind a second look."""
    page.goto(address)
    page.locator("summary", has_text=trigger).click()
    dialog = page.locator("dialog[open]")
    for name, value in typed.items():
        dialog.locator(f"[name={name}]").fill(value)
    dialog.get_by_role("button", name=verb, exact=True).click()


def supervised(page: Page, address: str, nonce: str, verb: str) -> None:
    """A supervisor types the nonce, once for its hash and once in the open."""
    page.goto(address)
    page.fill("[name=nonce]", nonce)
    page.get_by_role("button", name=verb, exact=True).click()
    expect(page.locator("h1")).to_have_text(PURPOSE)


def called(page: Page) -> Locator:
    """The draw's question among all that wait for this expert."""
    return page.locator("#asked .af-stack", has_text=PURPOSE)


def asked(pages: dict[str, Page]) -> Page:
    """The one expert whose own page asks."""
    found = []
    for page in pages.values():
        page.goto("/my-expert/")
        found += [page] if called(page).count() else []
    assert len(found) == 1
    return found[0]


def test_a_stranger_recomputes_a_draw_in_which_the_alternate_was_taken(
    opened, chromium: Browser, site: str, tmp_path: Path
):
    office = opened("jianguan")
    supervisors = {name: opened(name) for name in NONCES}
    address = prepared(office)
    for name, page in supervisors.items():
        supervised(page, address, NONCES[name], "交校验码")
    confirmed(office, address, "冻结名单", "冻结")
    stranger = chromium.new_context(
        locale="zh-CN", base_url=site, viewport={"width": 390, "height": 844}
    ).new_page()
    stranger.goto(address)
    commit = stranger.locator("#commit dd").last.inner_text()
    expect(stranger.locator("main")).to_contain_text("等监督人公布口令")
    for name, page in supervisors.items():
        supervised(page, address, NONCES[name], "公布")
    confirmed(office, address, "填公共数字", "抽取", value="4 7 1")

    experts = {name: opened(name, 390) for name in TRY}
    first = asked(experts)
    call = called(first)
    call.locator("summary", has_text="不能参加").click()
    call.locator("[name=why]").select_option("busy")
    call.locator("dialog").get_by_role("button", name="不能参加", exact=True).click()
    expect(first.locator("#rows")).to_contain_text(PURPOSE)
    second = asked({name: page for name, page in experts.items() if page is not first})
    called(second).get_by_role("button", name="接受", exact=True).click()
    expect(second.locator("#rows")).to_contain_text(PURPOSE)
    confirmed(office, address, "公布结果", "公布")
    keep(office, "draw", address)

    stranger.goto(address)
    record, program = tmp_path / "record.json", tmp_path / "verify_draw.py"
    for link, path in (("下载记录", record), ("核验程序", program)):
        with stranger.expect_download() as download:
            stranger.get_by_role("link", name=link).last.click()
        download.value.save_as(path)
    command = [sys.executable, "-I", str(program), str(record), "--commit", commit]
    told = subprocess.run(command, capture_output=True, text=True)
    assert (told.returncode, told.stdout[:3]) == (0, "ok:"), told.stdout
    said = json.loads(record.read_text("utf-8"))
    assert [each["answer"] for each in said["answers"]] == ["declined", "accepted"]
    assert said["panel"]["a"] == said["alternates"]["a"][:1]
    changed = record.read_text("utf-8").replace('"busy"', '"other"')
    record.write_text(changed, "utf-8")
    assert subprocess.run(command, capture_output=True, text=True).returncode == 1
    stranger.context.close()
