"""Pairs of neighbouring characters: what the search index holds, and what a search asks it for."""

import re
import unicodedata
from collections.abc import Iterable

_RUN = re.compile(r"[0-9a-z\u3400-\u9fff\U00020000-\U0003ffff]+")
MAX_TERMS = 5
MAX_GRAMS = 12


def runs(text: str) -> list[str]:
    """Stretches of Chinese characters, letters and digits, in one spelling."""
    return _RUN.findall(unicodedata.normalize("NFKC", text).lower().replace(" ", ""))


def grams(texts: Iterable[str]) -> set[str]:
    """All pairs within the texts; the last character of a stretch stands alone, so that it too begins a token."""
    found = set()
    for text in texts:
        for run in runs(text):
            found |= {run[n : n + 2] for n in range(len(run))}
    return found


def terms(asked: str) -> list[str]:
    """The words of a search, each of which must stand in a name or an address as it is."""
    return [word.replace("(", "（").replace(")", "）") for word in asked.split()][:MAX_TERMS]


def asked_grams(asked: str) -> tuple[list[str], list[str]]:
    """(pairs, single characters) that every hit has; singles only where a word is no longer than one."""
    words = [runs(word) for word in terms(asked)]
    whole = [run for word in words for run in word]
    pairs = sorted({run[n : n + 2] for run in whole for n in range(len(run) - 1)})[:MAX_GRAMS]
    singles = sorted({word[0] for word in words if len(word) == 1 and len(word[0]) == 1})
    return pairs, singles


def to_compare(asked: str) -> tuple[str, ...]:
    """The words whose pairs alone do not prove that they stand there: longer ones and those with marks in them."""
    return tuple(word for word in terms(asked) if len(word) > 2 or runs(word) != [word.lower()])
