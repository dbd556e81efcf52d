"""Headers are recognised, shown with how, and a person may change them."""

import pytest

from anfu.registry.roster.columns import (
    count_known,
    edit_columns,
    match_columns,
    missing_columns,
    money_unit,
)


def fields(headers: list[str]) -> list[str | None]:
    return [column.field for column in match_columns(headers)]


@pytest.mark.parametrize(
    ("header", "field", "how"),
    [
        ("企业名称", "name", "exact"),
        (" 企业 名称*", "name", "normalised"),
        ("企业名称（必填）", "name", "normalised"),
        ("单位名称", "name", "synonym"),
        ("统一社会信用代码/注册号", None, ""),
        ("社会信用代码", "uscc", "synonym"),
        ("ＵＳＣＣ", "uscc", "synonym"),
        ("注册资本(万元)", "capital", "synonym"),
        ("县（市、区）", "division", "synonym"),
        ("安全负责人电话", "contact_phone", "synonym"),
        ("备注1", None, ""),
        ("", None, ""),
    ],
)
def test_a_header_is_recognised_as_written_then_simplified_then_by_synonym(
    header: str, field: str | None, how: str
) -> None:
    (column,) = match_columns([header])
    assert (column.field, column.how) == (field, how)


def test_of_two_headers_for_one_field_the_first_counts_and_the_other_says_so() -> None:
    first, second = match_columns(["企业名称", "单位名称"])
    assert (first.field, second.field) == ("name", None)
    assert "企业名称" in second.note


def test_what_a_person_chose_before_wins() -> None:
    columns = match_columns(["名称", "备注"], {"名称": None, "备注": "name"})
    assert [(column.field, column.how) for column in columns] == [(None, "person"), ("name", "person")]


def test_a_persons_choice_takes_the_field_from_a_guess() -> None:
    columns = edit_columns(match_columns(["企业名称", "备注"]), {1: "name"})
    assert [column.field for column in columns] == [None, "name"]


def test_a_field_that_does_not_exist_cannot_be_chosen() -> None:
    with pytest.raises(ValueError, match="colour"):
        edit_columns(match_columns(["企业名称"]), {0: "colour"})


@pytest.mark.parametrize(
    ("header", "unit"),
    [("注册资金（万元）", "万元"), ("营业收入(元)", "元"), ("年产值 亿元", "亿元"), ("注册资金", "")],
)
def test_the_header_tells_the_unit_of_money(header: str, unit: str) -> None:
    assert money_unit(header) == unit


def test_without_a_code_column_nothing_can_be_taken() -> None:
    assert missing_columns(match_columns(["企业名称"])) == ["统一社会信用代码"]
    assert missing_columns(match_columns(["信用代码"])) == []


def test_title_lines_name_no_fields() -> None:
    assert count_known(["永康市规上企业名册", "", ""]) == 0
    assert count_known(["序号", "企业名称", "信用代码"]) == 2
