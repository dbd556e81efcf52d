"""In which encoding a text table is written, by its bytes."""

import codecs
import re
from pathlib import Path
from typing import NamedTuple

from anfu.core.intake.reading.errors import UnreadableFile
from anfu.core.intake.reading.limits import Limits

_BLOCK = 1 << 20
# How undecodable bytes look after `surrogateescape`; no valid text holds these.
UNDECODABLE = re.compile("[\udc80-\udcff]")
_ADVICE = "请在 Excel 里另存为“CSV UTF-8”或 .xlsx 再上传。"


class Encoding(NamedTuple):
    """The codec's name and how many lines hold bytes that it cannot decode."""

    name: str
    bad_lines: int


def detect_encoding(path: Path, limits: Limits) -> Encoding:
    """UTF-8 where all bytes fit, else GB18030 where all fit, else the one that fits better."""
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf16(path)
    for name in ("utf-8-sig", "gb18030"):
        if _decodes(path, name):
            return Encoding(name, 0)
    return _least_bad(path, limits)


def _utf16(path: Path) -> Encoding:
    if not _decodes(path, "utf-16"):
        raise UnreadableFile(f"文件是 UTF-16 编码，但有损坏。{_ADVICE}")
    return Encoding("utf-16", 0)


def _decodes(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _least_bad(path: Path, limits: Limits) -> Encoding:
    counts = {name: _bad_lines(path, name) for name in ("utf-8-sig", "gb18030")}
    name, (bad, lines) = min(counts.items(), key=lambda item: item[1][0])
    if bad > lines * limits.max_undecodable_share:
        raise UnreadableFile(f"认不出文件的编码：{lines} 行里有 {bad} 行读不成文字。{_ADVICE}")
    return Encoding(name, bad)


def _bad_lines(path: Path, name: str) -> tuple[int, int]:
    bad = lines = 0
    with path.open(encoding=name, errors="surrogateescape", newline="\n") as file:
        for line in file:
            lines += 1
            bad += UNDECODABLE.search(line) is not None
    return bad, lines
