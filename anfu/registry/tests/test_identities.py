"""What a file keeps in the clear: terms and other texts, never what may be an identity number, right or broken."""

import random

import pytest

from anfu.registry.records.identities import Sealing

SEALING = Sealing("experts.Expert", "identity")
NUMBERS = ("330784198503051234", "11010119900307123X", "120101201012011234", "820000200001011230")


@pytest.mark.parametrize(
    "text",
    [
        "2023-01-01至2025-12-31", "2023.01.01-2025.12.31", "2023-01-01-2025-12-31", "2023-01-01 2025-12-31",
        "2023.1.1-2025.12.31", "２０２３．０１．０１－２０２５．１２．３１", "2023.01.01--2025.12.31", "2023.01-2025.12",
        "1999-12-31 - 2020-01-01", "2023-01-01 00:00:00", "0579-87654321", "13800000000", "高级工程师",
    ],
)  # fmt: skip
def test_a_term_and_what_is_no_number_stay_as_they_are(text: str) -> None:
    assert SEALING.hidden(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *NUMBERS, "330784 19850305 1234", "330784-19850305-1234", "3307841985-03-05-1234", "330784.1985.03.05.1234",
        "３３０７８４１９８５０３０５１２３４", "33078419850305123", "3307841985030512345", "11010119900307123x",
        # Dates that are none, or stand where a number has no date.
        "2023.13.01-2025.12.31", "2023.01.32-2025.12.31", "20230101-20251231", "20101-2010.12.01-1234", "2023.01.01-2025.12.311",
        "1985-03-05-330784-1234", "200101-2010-12-01-1234",
    ],
)  # fmt: skip
def test_a_number_right_or_broken_is_sealed_and_opened_again(text: str) -> None:
    sealed = SEALING.hidden(text)
    assert sealed != text and SEALING.opened(sealed) == "".join(SEALING.opened(sealed).split())
    assert text not in sealed


def test_no_number_with_a_figure_lost_or_doubled_and_signs_anywhere_stays_in_the_clear() -> None:
    chance = random.Random(11)
    for _ in range(4000):
        figures = list(chance.choice(NUMBERS))
        place = chance.randrange(len(figures))
        figures[place : place + 1] = figures[place] * chance.choice((0, 1, 2))
        for _ in range(chance.randrange(5)):
            figures.insert(chance.randrange(len(figures) + 1), chance.choice("-. "))
        text = "".join(figures)
        assert SEALING.hidden(text) != text, text
