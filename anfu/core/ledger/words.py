"""What the ledger's codes and the kinds of jobs are called on a page: each room's data/ledger_words.toml."""

import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings


@cache
def _words(table: str) -> dict[str, str]:
    words: dict[str, str] = {}
    for path in sorted(Path(settings.PACKAGE).glob("*/data/ledger_words.toml")):
        words |= tomllib.loads(path.read_text("utf-8")).get(table, {})
    return words


def verb(code: str) -> str:
    """`targeting.confirmed` -> 确认情形; a verb without a word of its own shows its code."""
    return _words("verbs").get(code, code)


def thing(subject: str) -> str:
    """`enterprise:91330784…` -> 企业 91330784…; what there is one of has a word as a whole, a kind without a word its code."""
    words, (kind, _, number) = _words("things"), subject.partition(":")
    return words.get(subject) or f"{words.get(kind, kind)} {number}".strip()


def fact(name: str) -> str:
    """`price_fen` -> 价款（分）; a name without a word of its own shows itself."""
    return _words("facts").get(name, name)


def rooms() -> list[tuple[str, str]]:
    """The parts of the platform as a filter names them: [("registry", "企业库"), …]."""
    return list(_words("rooms").items())


def verbs_of(room: str) -> list[str]:
    """The verbs whose code begins with this room's."""
    return [code for code in _words("verbs") if code.startswith(f"{room}.")]


def subjects(number: str) -> list[str]:
    """What a thing with this number or code can be called in the ledger: 12 -> ["intake:12", "demand:12", …]."""
    return [f"{kind}:{number}" for kind in _words("things") if ":" not in kind]
