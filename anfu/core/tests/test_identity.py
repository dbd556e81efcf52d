"""Identity numbers: checked, and one person is one number however it is typed."""

import pytest
from stdnum.cn import ric

from anfu.core.personal.identity import is_right, normal

pytestmark = pytest.mark.once
HEAD = "99999919900101007"
RIGHT = HEAD + ric.calc_check_digit(HEAD + "0")
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
DEVANAGARI = str.maketrans("0123456789", "०१२३४५६७८९")


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        (RIGHT, True),
        (RIGHT.lower(), True),
        (f" {RIGHT[:6]} {RIGHT[6:]} ", True),
        (RIGHT.translate(WIDE), True),
        (HEAD, False),
        ("９９９９９９１９９００１０１００７", False),
        ("999999199013010071", False),
        (RIGHT[:17] + ("1" if RIGHT[17] != "1" else "2"), False),
        (RIGHT[:17].translate(DEVANAGARI) + RIGHT[17] + "?", False),
    ],
)
def test_what_is_an_identity_number(typed: str, right: bool) -> None:
    assert is_right(normal(typed)) is right


def test_digits_of_other_scripts_are_no_number_unless_they_are_the_wide_ones() -> None:
    assert normal(RIGHT.translate(WIDE)) == RIGHT
    assert not is_right(RIGHT.translate(WIDE)) and not is_right(RIGHT[:17].translate(DEVANAGARI) + RIGHT[17])
