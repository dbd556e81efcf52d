"""Whatever the code writes into the ledger under a fixed name has a word for people."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from anfu.core.ledger import words


def recorded() -> Iterator[str]:
    """The verbs that the code hands to the ledger as they stand there."""
    for path in Path(settings.PACKAGE).rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "record"
            ):
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def test_every_verb_has_its_word_and_its_room():
    verbs = set(recorded())
    assert len(verbs) >= 40
    assert not {code for code in verbs if words.verb(code) == code}
    rooms = {code for code, _ in words.rooms()}
    assert not {code for code in verbs if code.partition(".")[0] not in rooms}


def test_what_has_no_word_shows_its_code():
    assert (words.verb("x.y"), words.thing("x:1"), words.fact("x")) == ("x.y", "x 1", "x")
    assert (words.thing("enterprise:91"), words.fact("price_fen")) == ("企业 91", "价款（分）")
