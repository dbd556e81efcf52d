"""Looking at an upload before anything of it is kept: how much it is, what it is, whether its decoder takes it."""

from pathlib import Path
from typing import IO, Any

from anfu.core.files import CHUNK
from anfu.core.intake.reading import Limits
from anfu.core.intake.reading.limits import MIB
from anfu.core.intake.reading.package import check_package
from anfu.core.refusal import Refused
from anfu.core.uploads import sandbox
from anfu.core.uploads.kinds import kind_of
from anfu.core.uploads.purposes import Purpose

# Of a workbook from the web; the operator's own files are read under `reading.DEFAULT_LIMITS`.
UPLOADED = Limits(max_rows=50_000, max_unpacked=100 * MIB, max_ratio=100, max_area=5_000_000)


def measured(upload: "IO[bytes] | Any", target: Path, purpose: Purpose) -> int:
    """Write the upload to `target` and count; the bytes themselves decide, no header does."""
    size = 0
    with target.open("wb") as out:
        while block := upload.read(CHUNK):
            size += len(block)
            if size > purpose.max_bytes:
                raise Refused(
                    f"文件超过 {purpose.max_bytes // MIB} MB。请压缩或拆成几个再传；你写的内容还在。",
                    field="file",
                )
            out.write(block)
    if not size:
        raise Refused("文件是空的（0 字节）。请检查后再传。", field="file")
    return size


def examined(source: Path, target: Path, purpose: Purpose) -> str:
    """The kind of the file after it has passed its decoder; what may be kept lies in `target` (not for tables)."""
    kind = kind_of(source, purpose)
    if not kind:
        raise Refused(
            f"这个文件不是 {purpose.words}（按内容判断），没有收下。请另存后再传；你写的内容还在。",
            field="file",
        )
    if kind == "xlsx":
        check_package(source, UPLOADED)
    if kind != "csv":
        sandbox.decoded(kind, source, target)
    return kind
