"""An officer loads a roster, confirms what was presumed, and watches the figure and its rows change."""

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from anfu.registry.roster.uscc import check_digit
from tests.journeys.keeping import keep

pytestmark = pytest.mark.browser
NAME = "永康市穗岫澜芷金属制品有限公司"
SCOPE = "金属日用品制造、喷漆、喷塑加工（不含电镀）；金属制品销售"


def new_code() -> str:
    """A valid code that no firm of the demo city bears."""
    first_17 = "91330784MA9XYXYX1"
    return first_17 + check_digit(first_17)


def write_roster(folder: Path) -> Path:
    """Two rows: one new firm, one whose code has a wrong check digit."""
    path = folder / "名册.csv"
    code = new_code()
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    rows = [
        "企业名称,统一社会信用代码,注册日期,经营范围,注册地址,行业代码,从业人员,登记状态",
        f"{NAME},{code},2015-03-02,{SCOPE},浙江省金华市永康市东城街道工业路 8 号,3389,46,在营",
        f"永康市岫穗芷澜电器厂,{wrong},2016-05-04,电器制造,浙江省永康市古山镇 3 号,3857,20,在营",
    ]
    path.write_text("\n".join(rows), encoding="gb18030")
    return path


def whole(page: Page, pattern: str) -> int:
    """The number that the page's text shows in this place."""
    page.wait_for_load_state()
    found = re.search(pattern, page.inner_text("main").replace("\u00a0", " "))
    assert found, pattern
    return int(found[1].replace(",", ""))


def high_risk_in_scope(page: Page) -> int:
    page.goto("/coverage/?division=330784")
    return whole(page, r"重点高危行业覆盖率[\s\S]*?/ ?([\d,]+) 家")


def test_from_roster_to_figure_and_back_to_last_year(opened, tmp_path):
    page = opened("yongkang")
    keep(page, "desk", "/desk/")
    keep(page, "key-objects", "/key-objects/")
    keep(page, "coverage", "/coverage/")
    before = high_risk_in_scope(page)

    page.goto("/intakes/new/")
    page.set_input_files("input[type=file]", write_roster(tmp_path))
    page.get_by_role("button", name="上传", exact=True).click()
    page.get_by_role("button", name="开始核对").click()
    page.get_by_role("button", name="写入 1 行").wait_for(timeout=30_000)
    expect(page.locator("main")).to_contain_text("校验")
    keep(page, "import")
    page.get_by_role("button", name="写入 1 行").click()
    expect(page.locator("main")).to_contain_text("可撤回到", timeout=30_000)

    page.goto(f"/enterprises/?q={NAME}")
    page.get_by_role("link", name=NAME).first.click()
    expect(page.locator("mark").first).to_contain_text("喷")
    expect(page.locator("main")).to_contain_text("不含电镀")
    keep(page, "enterprise")

    page.goto(f"/key-objects/?q={NAME}")
    row = page.get_by_role("row").filter(has_text=NAME).filter(has_text="喷涂")
    row.get_by_role("link", name="确认").click()
    page.fill("[name=reason]", "现场查看，有喷漆房两间")
    page.get_by_role("button", name="确认", exact=True).click()
    expect(page.locator("main")).to_contain_text("已确认")

    assert high_risk_in_scope(page) == before + 1
    page.get_by_role("link", name=f"{before + 1:,}", exact=True).first.click()
    expect(page.locator("main")).to_contain_text("家")
    assert whole(page, r"([\d,]+) 家") == before + 1

    last_year = date.today().year - 1
    page.goto(f"/coverage/?division=330784&on={last_year}-12-31")
    expect(page.get_by_text("现在不能改")).to_be_visible()
    assert whole(page, r"重点高危行业覆盖率[\s\S]*?/ ?([\d,]+) 家") < before + 1


def test_a_refused_row_is_mended_on_line(opened, tmp_path):
    page = opened("yongkang")
    page.goto("/intakes/new/")
    page.set_input_files("input[type=file]", write_roster(tmp_path))
    page.get_by_role("button", name="上传", exact=True).click()
    page.get_by_role("button", name="开始核对").click()
    expect(page.locator("main")).to_contain_text("拒收", timeout=30_000)
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("下载")).first.click()
    assert download.value.suggested_filename.endswith(".xlsx")
