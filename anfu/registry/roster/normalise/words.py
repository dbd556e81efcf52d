"""Words that stand for codes: status, hazard level, yes and no."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from anfu.registry.datafiles import read_toml
from anfu.registry.roster.normalise.cells import Unclear
from anfu.registry.roster.normalise.text import WORDS

_BRACKETS = re.compile(r"\([^()]*\)")


def parse_word(text: str, kind: str, label: str) -> str:
    """The code that the word stands for in `value_words.toml`; a code stands for itself."""
    known = _known(kind)
    plain = _plain(text)
    code = known.get(plain) or known.get(_BRACKETS.sub("", plain))
    if code is None:
        examples = "、".join(words[0] for words in read_toml(WORDS)[kind].values())
        raise Unclear("unknown_word", f"{label}写作“{text}”，认不出", f"请写成其中一个：{examples}")
    return code


def parse_yes_no(text: str, label: str) -> bool:
    """是, 有, √ ... and their opposites."""
    return parse_word(text, "boolean", label) == "true"


def word_parser(kind: str, label: str) -> Callable[[str], str]:
    """`parse_word` for one field."""
    return lambda text: parse_word(text, kind, label)


@cache
def _known(kind: str) -> dict[str, str]:
    words = read_toml(WORDS)[kind]
    return {_plain(word): code for code, spellings in words.items() for word in (*spellings, code)}


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
