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
    """All pairs within the texts."""
    return {run[n : n + 2] for text in texts for run in runs(text) for n in range(len(run) - 1)}


def terms(asked: str) -> list[str]:
    """The words of a search, each of which must stand in a name or an address as it is."""
    return [word.replace("(", "（").replace(")", "）") for word in asked.split()][:MAX_TERMS]


def asked_grams(asked: str) -> tuple[list[str], list[str]]:
    """(pairs, single characters) that every hit has; singles only where a word is no longer than one."""
    words = [runs(word) for word in terms(asked)]
    pairs = sorted(grams(run for word in words for run in word))[:MAX_GRAMS]
    singles = sorted({run for word in words for run in word if len(run) == 1 and len(word) == 1})
    return pairs, singles
