"""Cells to values: the spellings that rosters use, and the answer to each that cannot be understood."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anfu.core.money import yuan
from anfu.registry.roster.columns import match_columns
from anfu.registry.roster.fields import CANONICAL
from anfu.registry.roster.normalise import Normalised, normalise
from anfu.registry.roster.normalise.cells import Unclear
from anfu.registry.roster.normalise.dates import parse_date
from anfu.registry.roster.normalise.industry import parse_industry
from anfu.registry.roster.normalise.money import parse_money
from anfu.registry.roster.normalise.numbers import parse_count, parse_degrees
from anfu.registry.roster.normalise.words import parse_word, parse_yes_no

CODE = "91330702MA0000015Q"


def understood(**cells: str) -> Normalised:
    """One row; the keyword is the header."""
    headers = list(cells)
    raw = pl.DataFrame({"row": [1], **{f"c{n}": [cells[header]] for n, header in enumerate(headers)}})
    return normalise(raw, match_columns(headers))


@pytest.mark.parametrize(
    "text",
    [
        "1994-02-24", "1994/2/24", "1994.2.24", "1994年2月24日", "1994年02月24号", "19940224", "34389",
        "34389.5", "1994-02-24 00:00:00", "1994/2/24 8:30", "1994-02-24T00:00:00+08:00",
        "１９９４－０２－２４",
        "1994 年 2 月 24 日",
    ],
)  # fmt: skip
def test_a_date_is_read_in_its_usual_spellings(text: str) -> None:
    assert parse_date(text) == date(1994, 2, 24)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("94-02-24", "two_digit_year"), ("94.2.24", "two_digit_year"), ("2026-13-02", "bad_date"),
        ("2026-02-30", "bad_date"), ("1994年2月", "bad_date"), ("1994", "bad_date"),
        ("1066-01-01", "bad_date"),
        ("去年", "bad_date"), ("24/02/1994", "bad_date"),
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_advice(text: str, code: str) -> None:
    with pytest.raises(Unclear) as refusal:
        parse_date(text)
    assert refusal.value.code == code
    assert text in refusal.value.message
    assert "1994-02-24" in refusal.value.fix


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_date_survives_its_spellings(day: date) -> None:
    spellings = (day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}")
    assert {parse_date(text) for text in spellings} == {day}


@pytest.mark.parametrize(
    ("text", "unit", "fen", "currency"),
    [
        ("132,520.8870(万元人民币)", "", 132_520_887_000, "CNY"),
        ("105万", "", 105_000_000, "CNY"),
        ("50(万)", "", 50_000_000, "CNY"),
        ("500万元", "", 500_000_000, "CNY"),
        ("77.3万人民币", "", 77_300_000, "CNY"),
        ("50万人民币元", "", 50_000_000, "CNY"),
        ("1,000,000元", "", 100_000_000, "CNY"),
        ("人民币100元", "", 10_000, "CNY"),
        ("￥1,234.56", "", 123_456, "CNY"),
        ("1.2亿元", "", 12_000_000_000, "CNY"),
        ("伍", "", None, ""),
        ("50万美元", "", 50_000_000, "USD"),
        ("900(万香港元)", "", 900_000_000, "HKD"),
        ("1,000(万日元)", "", 1_000_000_000, "JPY"),
        ("500", "万元", 500_000_000, "CNY"),
        ("500", "元", 50_000, "CNY"),
        ("500元", "万元", 50_000, "CNY"),
        ("0.30000000000000004", "万元", 300_000, "CNY"),
        ("５００　万元", "", 500_000_000, "CNY"),
        ("0万元", "", 0, "CNY"),
    ],
)
def test_an_amount_is_exact_in_fen(text: str, unit: str, fen: int | None, currency: str) -> None:
    if fen is None:
        with pytest.raises(Unclear, match="不是金额"):
            parse_money(text, unit)
    else:
        assert parse_money(text, unit) == (fen, currency)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("500", "no_unit"), ("-5万元", "bad_amount"), ("1,32万元", "bad_amount"), ("5万贝壳", "bad_amount"),
        ("凭证件经营)**", "bad_amount"), ("99999999999亿元", "bad_amount"), ("约500万元", "bad_amount"),
        ("1E999999999元", "bad_amount"), ("1E99元", "bad_amount"),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused(text: str, code: str) -> None:
    with pytest.raises(Unclear) as refusal:
        parse_money(text)
    assert refusal.value.code == code


@given(st.integers(0, 10**15))
def test_every_amount_survives_being_written_in_yuan(fen: int) -> None:
    assert parse_money(f"{yuan(fen)}元") == (fen, "CNY")


def test_people_are_counted_in_whole_numbers() -> None:
    assert [parse_count(text, "人数") for text in ("63", "63人", "63.0", "1,200", "０")] == [
        63,
        63,
        63,
        1200,
        0,
    ]


@pytest.mark.parametrize("text", ["六十余", "约60", "60-80", "63.5", "-3", "99999999", "1e3"])
def test_guesses_and_words_are_no_number_of_people(text: str) -> None:
    with pytest.raises(Unclear, match="人数"):
        parse_count(text, "人数")


def test_positions_lie_inside_the_country() -> None:
    assert parse_degrees("119.647265", "经度", 73, 136) == 119.647265
    with pytest.raises(Unclear, match="不在"):
        parse_degrees("29.1", "经度", 73, 136)
    with pytest.raises(Unclear, match="十进制"):
        parse_degrees("东经119度", "经度", 73, 136)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("是", True), ("√", True), ("有", True), ("Y", True), ("1", True),
        ("否", False), ("无", False), ("×", False), ("n", False),
    ],
)  # fmt: skip
def test_yes_and_no_in_their_spellings(text: str, answer: bool) -> None:
    assert parse_yes_no(text, "规上") is answer


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("存续（在营、开业、在册）", "status", "active"),
        ("吊销，未注销", "status", "revoked"),
        ("停产", "status", "suspended"), ("已注销", "status", "cancelled"),
        ("active", "status", "active"),
        ("较重", "hazard_level", "heavier"), ("严重", "hazard_level", "severe"),
        ("2021版", "hazard_scheme", "2021"),
    ],
)  # fmt: skip
def test_words_stand_for_codes(text: str, kind: str, code: str) -> None:
    assert parse_word(text, kind, "登记状态") == code


def test_an_unknown_word_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Unclear) as refusal:
        parse_word("半死不活", "status", "登记状态")
    assert "存续" in refusal.value.fix


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3311", "3311"), ("C3311", "3311"), ("331", "331"), ("33", "33"), ("C", "C"), ("c33", "33"),
        ("金属结构制造", "3311"), ("3311 金属结构制造", "3311"), ("C33金属制品业", "33"),
        ("制造业", "C"),
        ("房地产业", "70"), ("人造纤维(纤维素纤维)制造", "2812"),
    ],
)  # fmt: skip
def test_an_industry_is_a_code_of_any_level_or_a_name(text: str, code: str) -> None:
    assert parse_industry(text) == code


@pytest.mark.parametrize("text", ["9999", "D3311", "五金", "33110", "333333"])
def test_an_unknown_industry_is_refused(text: str) -> None:
    with pytest.raises(Unclear, match="行业"):
        parse_industry(text)


def test_a_row_becomes_canonical_values() -> None:
    result = understood(
        企业名称=" 婺城（测试） 五金厂　",
        信用代码="９１３３０７０２ma0000015q",
        成立日期="1994年2月24日",
        **{"注册资本（万元）": "50", "营业收入(元)": "1,000.50"},
        规上="无",
        人数="63人",
        职业病分级="较重",
        主管部门="应急局，卫健局",
    )
    row = {name: value for name, value in result.frame.row(0, named=True).items() if value is not None}
    assert row == {
        "row": 1,
        "uscc": CODE,
        "name": "婺城（测试）五金厂",
        "established_on": date(1994, 2, 24),
        "capital_fen": 50_000_000,
        "capital_currency": "CNY",
        "revenue_fen": 100_050,
        "above_scale": False,
        "employees": 63,
        "hazard_level": "heavier",
        "hazard_scheme": "2012",
        "regulators": "应急局、卫健局",
    }
    assert result.problems.is_empty()
    assert result.frame.columns == ["row", *CANONICAL]
    assert "scope" not in result.given


@pytest.mark.parametrize("nothing", ["", "N/A", "n/a", "-", "——", "无", " \u200b", "NULL", "/"])
def test_cells_that_say_nothing_are_not_given(nothing: str) -> None:
    result = understood(信用代码=CODE, 成立日期=nothing, 人数=nothing, 注册地址=nothing)
    assert result.frame.select("established_on", "employees", "address").row(0) == (None, None, None)
    assert result.problems.is_empty()


def test_each_cell_that_cannot_be_understood_is_told() -> None:
    problems = understood(信用代码=CODE, 成立日期="2026-13-02", 人数="六十余").problems
    assert problems.select("row", "field", "value").rows() == [
        (1, "established_on", "2026-13-02"),
        (1, "employees", "六十余"),
    ]


def test_a_row_without_a_code_is_told() -> None:
    assert understood(信用代码="", 企业名称="").problems["code"].to_list() == ["empty_row"]
    assert understood(信用代码="", 企业名称="甲厂").problems["code"].to_list() == ["no_uscc"]


def test_too_long_a_text_is_told_not_cut() -> None:
    result = understood(信用代码=CODE, 企业名称="厂" * 201)
    assert result.problems["code"].to_list() == ["too_long"]
    assert result.frame["name"].to_list() == [None]


@given(st.text(max_size=30))
def test_whatever_a_cell_holds_is_a_value_nothing_or_a_problem(text: str) -> None:
    headers = {"企业名称": text, "成立日期": text, "注册资金": text, "人数": text, "行业": text, "规上": text}
    result = understood(信用代码=CODE, **headers)
    assert result.frame.height == 1


@given(st.text(alphabet=" 甲乙（()）ＡaＢ１2　\u200b，,", max_size=12))
def test_cleaning_what_is_clean_changes_nothing(text: str) -> None:
    once = understood(信用代码=CODE, 企业名称=text, 注册地址=text).frame.row(0, named=True)
    again = understood(信用代码=CODE, 企业名称=once["name"] or "", 注册地址=once["address"] or "")
    assert again.frame.row(0, named=True) == once
