"""Evidence of a decision: a document or a photo, judged by its content and kept by its hash."""

from typing import Any

from django.core.files import File

from anfu.core import files
from anfu.core.models import StoredFile
from anfu.core.refusal import Refused

LIMIT_MB = 10
MEDIA = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
SIGNS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}


def keep_evidence(upload: "File[Any]", *, name: str, size: int) -> StoredFile:
    """Keep an upload that is a PDF, JPEG or PNG of at most ten megabytes; what its name says does not count."""
    if size > LIMIT_MB * 1024 * 1024:
        raise Refused(f"文件超过 {LIMIT_MB} MB。请压缩后再传；你写的内容还在。", field="file")
    stream: Any = upload
    head = stream.read(8)
    stream.seek(0)
    kind = next((kind for sign, kind in SIGNS.items() if head.startswith(sign)), "")
    if not kind:
        raise Refused("这不是 PDF、JPG 或 PNG 文件（按内容判断）。请换一个；你写的内容还在。", field="file")
    return files.keep_stream(stream, name=name, kind=kind)
