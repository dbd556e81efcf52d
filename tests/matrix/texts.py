"""All the text that an answer carries: pages, JSON, the cells of spreadsheets, the pages of PDF files, members of archives."""

import html
import io
import json
import re
import zipfile
from typing import Any

import openpyxl

CANARY = re.compile(r"⟦([\w.]+)⟧")


def canaries_in(response: Any) -> set[str]:
    """The names of the canaries that this answer shows, in its body or its headers."""
    headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    return set(CANARY.findall(headers + text_of(body_of(response), response.headers.get("Content-Type", ""))))


def body_of(response: Any) -> bytes:
    """The whole body, streamed or not."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def text_of(body: bytes, kind: str) -> str:
    """The body as text, by its kind."""
    if body[:2] == b"PK":
        return _sheets(body) + _members(body)
    if body[:4] == b"%PDF":
        return _pdf(body)
    text = body.decode("utf-8", "replace")
    if "json" in kind:
        return " ".join(json.dumps(json.loads(line), ensure_ascii=False) for line in _documents(text))
    return html.unescape(text)


def _documents(text: str) -> list[str]:
    """One JSON document, or one a line."""
    try:
        json.loads(text)
    except ValueError:
        return [line for line in text.splitlines() if line.strip()]
    return [text]


def _sheets(body: bytes) -> str:
    try:
        book = openpyxl.load_workbook(io.BytesIO(body), read_only=True)
    except (KeyError, ValueError):
        return ""
    cells = (cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    return " ".join(map(str, cells))


def _members(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def _pdf(body: bytes) -> str:
    from pypdf import PdfReader

    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
