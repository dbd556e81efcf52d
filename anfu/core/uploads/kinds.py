"""What a file is, by its first bytes; the decoder of that kind has the last word."""

from pathlib import Path

from anfu.core.intake.reading.kind import kind_of as table_kind
from anfu.core.intake.reading.limits import DEFAULT_LIMITS
from anfu.core.uploads.purposes import TABLE, Purpose

MEDIA = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_SIGNS: tuple[tuple[bytes, int, str], ...] = (
    (b"%PDF-", 0, "pdf"),
    (b"\xff\xd8\xff", 0, "jpg"),
    (b"\x89PNG\r\n\x1a\n", 0, "png"),
    (b"WEBP", 8, "webp"),
)


def kind_of(path: Path, purpose: Purpose) -> str:
    """The kind, "" where it is none that the purpose takes; tables are told apart by `intake.reading`, which refuses."""
    if purpose is TABLE:
        return table_kind(path, DEFAULT_LIMITS)
    with path.open("rb") as file:
        head = file.read(16)
    found = next((kind for sign, at, kind in _SIGNS if head[at : at + len(sign)] == sign), "")
    return found if found in purpose.kinds else ""
