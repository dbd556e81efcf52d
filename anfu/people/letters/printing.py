"""The letters as one PDF, by typst with its own font, so that it looks the same on every machine."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from anfu.people.qr import drawn

TEMPLATE = Path(__file__).parent / "letter.typ"
FONTS = Path(settings.PACKAGE) / "fonts"


def letter(name: str, uscc: str, code: str, site: str) -> dict[str, str]:
    """What one letter says; its QR code leads to the page that takes the code."""
    address = f"{site}/claim/"
    return {
        "name": name,
        "uscc": uscc,
        "code": code,
        "address": address,
        "qr": drawn(f"{address}#code={code}"),
    }


def pdf(letters: list[dict[str, str]], *, office: str, day: date, expires: date) -> bytes:
    """One page a letter (PDF/A-2b)."""
    data: dict[str, Any] = {
        "letters": letters, "office": office, "day": day.isoformat(), "expires": expires.isoformat()
    }  # fmt: skip
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    made: bytes = typst.compile(str(TEMPLATE), font_paths=_fonts(), sys_inputs=inputs, pdf_standards=["a-2b"])
    return made


@cache
def _fonts() -> Any:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
