"""The credit code is checked over columns as python-stdnum checks one, and wrong ones are explained."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as peer

from anfu.registry.roster.uscc import ALPHABET, check_digit, clean, explain, is_valid, valid_mask

VALID = ["91350100M000100Y43", "91330702MA0000015Q", "92330783MA0000K71M", "1233000047000011XM"]


def test_known_codes_are_valid_and_their_neighbours_are_not() -> None:
    codes = pl.Series([*VALID, "91350100M000100Y4Z", "91330702MA0000015R", "", None, "９１" * 9])
    assert valid_mask(codes).to_list() == [True] * 4 + [False] * 5


@given(st.text(alphabet=ALPHABET, min_size=17, max_size=17))
def test_the_check_digit_makes_a_code_valid_and_no_other_does(first: str) -> None:
    right = check_digit(first)
    assert [letter for letter in ALPHABET if is_valid(first + letter)] == [right]
    assert peer.calc_check_digit(first) == right


@given(st.text(max_size=20))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("91330702MA000001SQ", "改成 91330702MA0000015Q 后校验相符"),
        ("91330702MA0000015R", "应为 Q"),
        ("91330702MA0000015I", "不用字母 I，按校验位应为 Q"),
        ("91330702MA00O0015Q", "改成 91330702MA0000015Q"),
        ("9.13307E+17", "科学计数"),
        ("330700000012345", "15 位的旧注册号"),
        ("MA0000015", "组织机构代码"),
        ("91330702", "8 位"),
        ("9133070二MA0000015Q", "不会有"),
        ("VV330702MA0000015Q", "不会有"),
    ],
)
def test_a_wrong_code_is_explained(text: str, words: str) -> None:
    message, fix = explain(text)
    assert words in message
    assert fix.startswith("请")
