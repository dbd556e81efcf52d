"""On phones: from why an enterprise needs a service to the night in which the figure moves; five that buy together."""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.beginning import PASSWORD
from tests.journeys.moving import Site, moving
from tests.pictures import sign_in

pytestmark = pytest.mark.browser
WHY = "方案清楚，离得近，去年就是它做的"
# Counts in the browser what a person does once signed in: fields changed, and things touched.
COUNT = """for (const what of ["change", "click"]) addEventListener(what, e => {
  const thing = what === "change" || e.target.closest("a, button, summary")
  if (thing && location.pathname !== "/sign-in/") sessionStorage[what] = Number(sessionStorage[what] || 0) + 1
}, true)"""


@pytest.fixture(scope="module")
def market(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with moving(Path(shutil.copytree(blank, tmp_path_factory.mktemp("market") / "home")), "market") as site:
        yield site


@pytest.fixture
def phone(chromium: Browser, market: Site) -> Iterator[Callable[[str], Page]]:
    """`phone("firm0")`: that person's, just signed in."""
    contexts = []

    def open_page(account: str) -> Page:
        window = {"width": 390, "height": 844}
        contexts.append(chromium.new_context(locale="zh-CN", base_url=market.address, viewport=window))
        page = contexts[-1].new_page()
        page.add_init_script(COUNT)
        sign_in(page, market.address, account, PASSWORD)
        return page

    yield open_page
    for context in contexts:
        context.close()


def second_look(page: Page, trigger: str, verb: str, reason: str = "") -> None:
    """An act behind a dialog."""
    page.locator("main summary", has_text=re.compile(f"^{trigger}$")).first.click()
    dialog = page.locator("dialog[open]:visible")
    if reason:
        dialog.locator("[name=reason]").fill(reason)
    dialog.get_by_role("button", name=verb, exact=True).click()


def published(owner: Page) -> str:
    """From the filled form to an open demand; its address."""
    owner.get_by_role("button", name="保存草稿").click()
    second_look(owner, "发布", "发布")
    expect(owner.locator(".af-tag", has_text="征集中")).to_be_visible()
    return owner.url


def offered(seller: Page, demand: str, price: int) -> None:
    """From the list of demands to a sealed offer with its receipt."""
    seller.goto("/offers/")
    seller.locator(f"a[href='{urlsplit(demand).path}']").first.click()
    seller.locator("main").get_by_role("link", name="报价", exact=True).click()
    seller.fill("[name=price]", str(price))
    seller.fill("[name=plan]", "每月上门，列清单，复查到销号，每次留下记录")
    seller.locator("[name=staff]").first.check()
    seller.get_by_role("button", name="密封报价").click()
    expect(seller.get_by_role("link", name="下载回执")).to_be_visible()


def opened(owner: Page, demand: str) -> None:
    """The worker opens the offers once the deadline is over; wait for it, and compare."""
    end = time.monotonic() + 30
    compare = owner.get_by_role("link", name=re.compile("比较 . 份报价"))
    owner.goto(demand)
    while time.monotonic() < end and not compare.count():
        owner.wait_for_timeout(500)
        owner.goto(demand)
    compare.click()


def chosen(owner: Page, provider: str) -> str:
    """Choose that institution's of the offers that are compared; the address of the choice."""
    mine = owner.locator("section.af-box", has_text=provider)
    mine.locator("summary", has_text="选这家").click()
    dialog = owner.locator("dialog[open]:visible")
    dialog.locator("[name=reason]").fill(WHY)
    dialog.get_by_role("button", name="选这家", exact=True).click()
    expect(owner.locator("main")).to_contain_text("原样存档")
    return owner.url


def confirmed(page: Page, contract: str) -> None:
    """One side says yes."""
    page.goto(contract)
    second_look(page, "确认", "确认签字")
    expect(page.locator("main")).to_contain_text("已确认")


def covered(officer: Page) -> tuple[int, int]:
    """How many of the county's high-risk enterprises are covered, of how many."""
    officer.goto("/coverage/?division=330784")
    found = re.search(r"重点高危行业覆盖率[\s\S]*?([\d,]+)\s*/\s*([\d,]+)\s家", officer.inner_text("main"))
    assert found, officer.inner_text("main")[:500]
    return int(found[1]), int(found[2])


def test_an_owner_gets_from_why_to_a_signed_contract_and_the_figure_moves_that_night(phone, market: Site):
    began, made = market.ahead(), market.made
    owner = phone("firm0")
    expect(owner.locator("main")).to_contain_text("涉燃爆粉尘")
    expect(owner.locator("#duties")).to_be_visible()
    owner.locator("#need").get_by_role("link", name="发布需求").click()
    expect(owner.locator("#why")).to_contain_text("重点高危")
    assert owner.locator("main form .af-field").count() <= 12
    owner.fill("[name=scope]", "每月上门排查一次，列清单，教我们怎么改，改完复查")
    owner.fill("[name=valid_from]", str(market.today() + timedelta(9)))
    owner.fill("[name=budget_high]", "9000")
    demand = published(owner)
    done = owner.evaluate("[sessionStorage.change, sessionStorage.click].map(Number)")
    assert done == [3, 4], done  # three fields; the way to the form, save, publish, yes

    for number in range(3):
        offered(phone(f"seller{number}"), demand, 6000 + number * 500)
    outside = phone("seller3")
    outside.goto(demand)
    expect(outside.locator("main")).to_contain_text("你机构不能报这条")
    assert not outside.locator("main").get_by_role("link", name="报价", exact=True).count()

    market.move(began + 8)
    owner = phone("firm0")
    opened(owner, demand)
    expect(owner.locator("section.af-box", has=owner.locator("h2"))).to_have_count(3)
    assert (
        "还没有评级" in owner.inner_text("main")
        and "推荐" not in owner.locator("section.af-box").first.inner_text()
    )
    address = chosen(owner, made["seller1"]["name"])
    provider = phone("seller1")
    provider.goto(address)
    assert "当时看到的" not in provider.inner_text("main")
    second_look(provider, "接受", "接受并起草合同")
    expect(provider).to_have_url(re.compile(r"/contracts/\d+/"))
    contract = provider.url
    owner.goto(address)
    owner.get_by_role("link", name="打开合同").click()
    confirmed(owner, contract)
    confirmed(provider, contract)
    paper = provider.request.get(f"{contract}versions/1.pdf")
    assert paper.headers["content-type"] == "application/pdf" and paper.body()[:5] == b"%PDF-"
    before = covered(phone("yongkang"))
    market.move(began + 9)
    assert covered(phone("yongkang")) == (before[0] + 1, before[1])


def test_five_buy_together_each_for_itself_and_who_was_declined_chooses_another(phone, market: Site):
    began, made = market.ahead(), market.made
    first, *others = (f"firm{number}" for number in range(1, 6))
    owner = phone(first)
    owner.goto("/demands/new/")
    owner.fill("[name=partners]", " ".join(made[each]["uscc"] for each in others))
    owner.get_by_role("button", name="保存草稿").click()
    expect(owner).to_have_url(re.compile(r"/demands/\d+/"))
    demand = owner.url
    for each in others:
        other = phone(each)
        other.goto("/todos/")
        other.get_by_role("link", name=re.compile("邀请你一起采购")).click()
        other.get_by_role("button", name="同意参加").click()
        expect(other.locator("main")).to_contain_text("已同意")
    owner.goto(demand)
    expect(owner.locator("#split")).to_contain_text("5 家里 5 家有着落")
    second_look(owner, "发布", "发布")
    offered(phone("seller0"), demand, 6000)
    offered(phone("seller2"), demand, 7000)

    market.move(began + 8)
    for each, provider in ((first, "seller2"), (others[0], "seller0")):
        other = phone(each)
        opened(other, demand)
        address = chosen(other, made[provider]["name"])
    seller = phone("seller0")
    seller.goto(address)
    second_look(seller, "不接受", "不接受", "这个月人手排满了")
    other.goto("/todos/")
    other.get_by_role("link", name=re.compile("没有接受，请另选")).first.click()
    expect(other.locator("main")).to_contain_text("这个月人手排满了")
    chosen(other, made["seller2"]["name"])
