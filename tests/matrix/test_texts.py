"""A canary is found wherever text can stand: page, JSON, spreadsheet, PDF."""

import io
import json
from datetime import date

import openpyxl
import pytest

from anfu.people.letters.printing import letter, pdf
from tests.matrix.texts import CANARY, text_of
from tests.matrix.world import canary

pytestmark = pytest.mark.once

SECRET = canary("kind", "field", "mine")


def sheet() -> bytes:
    book, held = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["名称", SECRET])
    book.save(held)
    return held.getvalue()


def printed() -> bytes:
    one = letter(SECRET, "91330784MA0000000X", "AAAAA", "https://anfu.example")
    return pdf([one], office="测试局", day=date(2026, 1, 5), expires=date(2026, 2, 5))


BODIES = {
    "page": (b"<p>&#x27E6;kind.field.mine&#x27E7;</p>", "text/html"),
    "json": (json.dumps({"name": SECRET}).encode(), "application/json"),
    "lines": (
        "\n".join(json.dumps({"n": name}) for name in ("a", SECRET)).encode(),
        "application/jsonl+json",
    ),
    "sheet": (sheet(), "application/octet-stream"),
    "pdf": (printed(), "application/pdf"),
}


@pytest.mark.parametrize("body", BODIES)
def test_a_canary_is_found_in_every_kind_of_answer(body):
    assert CANARY.findall(text_of(*BODIES[body])) == ["kind.field.mine"]
