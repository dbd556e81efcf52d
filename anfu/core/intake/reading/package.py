"""A look into an xlsx before any parser sees it: a few kilobytes can ask for gigabytes."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from struct import unpack
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from anfu.core.intake.reading.errors import UnreadableFile
from anfu.core.intake.reading.limits import MIB, Limits

_STORED, _DEFLATED = 0, 8
_BLOCK = 1 << 20
# A cell reference may be cut by a block's end; so many bytes are looked at twice.
_OVERLAP = 64
_CARRIED = re.compile(
    r"^xl/(embeddings|activex|ctrlprops|model)/|\.(zip|xlsx?|xlsm|docx?|pptx?|rar|7z|exe|dll|js|vbs|jar|bat|ps1|html?|svg)$"
)
_REFERENCE = re.compile(rb"""[\s:]r\s*=\s*["']([A-Za-z]{1,20})([0-9]{1,9})["']""")
_BOMB = (
    "文件解压后大得不正常，为安全起见没有打开。请用 Excel 打开原表，只保留数据，另存为 .xlsx 或 .csv 再上传。"
)


@dataclass(slots=True)
class _Extent:
    """The furthest row and column that a sheet's cells name."""

    columns: set[bytes] = field(default_factory=set)
    last_row: int = 0

    def see(self, block: bytes) -> None:
        found = _REFERENCE.findall(block)
        if found:
            self.columns.update(letters for letters, _ in found)
            self.last_row = max(self.last_row, max(int(number) for _, number in found))

    @property
    def last_column(self) -> int:
        return max((column_number(letters.decode()) for letters in self.columns), default=0)


def column_number(letters: str) -> int:
    """`A` is 1, `AA` is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def check_package(path: Path, limits: Limits) -> None:
    """Returns where the package is an honest workbook within the limits, else raises UnreadableFile."""
    try:
        with ZipFile(path) as package:
            entries = package.infolist()
    except (BadZipFile, NotImplementedError, ValueError) as error:
        raise UnreadableFile("文件损坏，打不开。请用 Excel 打开原表，另存为 .xlsx 再上传。") from error
    _check_directory(entries, limits)
    with path.open("rb") as file:
        _check_contents(file, entries, limits)


def _check_directory(entries: list[ZipInfo], limits: Limits) -> None:
    names = [entry.filename for entry in entries]
    if "xl/workbook.xml" not in names:
        raise UnreadableFile("这是压缩包，不是 Excel 工作簿。请解压后上传里面的 .xlsx 或 .csv 文件。")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnreadableFile("表里带有宏，为安全起见没有打开。请另存为不带宏的 .xlsx 再上传。")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UnreadableFile("文件加了密码，读不了。请去掉密码再上传。")
    _refuse_strange_places(entries)
    _refuse_carried(names)
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    if len(entries) > limits.max_entries or len(set(names)) < len(names):
        raise UnreadableFile(_BOMB)
    if unpacked > 10 * MIB and unpacked > packed * limits.max_ratio:
        raise UnreadableFile(_BOMB)
    _check_unpacked(unpacked, limits)


def _refuse_strange_places(entries: list[ZipInfo]) -> None:
    for entry in entries:
        parts = re.split(r"[\\/]", entry.orig_filename)
        is_link = entry.external_attr >> 16 & 0o170000 == 0o120000
        if ".." in parts or not parts[0] or ":" in parts[0] or "\0" in entry.orig_filename or is_link:
            raise UnreadableFile(_BOMB)
        if len(entry.orig_filename) > 250:
            raise UnreadableFile(_BOMB)


def _refuse_carried(names: list[str]) -> None:
    """Files within the workbook, and links to files and programs outside of it."""
    low = [name.lower() for name in names]
    if any(_CARRIED.search(name) for name in low):
        raise UnreadableFile(
            "表里嵌了别的文件或程序，为安全起见没有打开。请新建工作簿，把数据“选择性粘贴—数值”过去再上传。"
        )
    if any(name.startswith("xl/externallinks/") for name in low):
        raise UnreadableFile(
            "表里有连到别的文件的公式，为安全起见没有打开。请把数据“选择性粘贴—数值”到新工作簿再上传。"
        )


def _check_unpacked(size: int, limits: Limits) -> None:
    if size > limits.max_unpacked:
        raise UnreadableFile(
            f"表格解压后超过 {limits.max_unpacked // MIB} MB。请拆成几个文件，或另存为 CSV 再上传。"
        )


def _check_contents(file: BinaryIO, entries: list[ZipInfo], limits: Limits) -> None:
    """The directory may lie about sizes, so every entry is unpacked once, in blocks, and only counted."""
    total = 0
    for entry in entries:
        extent = _Extent() if entry.filename.startswith("xl/worksheets/") else None
        tail = b""
        size = 0
        for block in _unpack(file, entry):
            size += len(block)
            _check_unpacked(total + size, limits)
            if entry.filename.endswith((".xml", ".rels")):
                _refuse_wide_encoding(block if size == len(block) else b"")
                _refuse_declarations(tail + block)
            if extent:
                extent.see(tail + block)
            tail = block[-_OVERLAP:]
        if size != entry.file_size:
            raise UnreadableFile(_BOMB)
        total += size
        if extent:
            _check_extent(extent, limits)


def _refuse_wide_encoding(start: bytes) -> None:
    # In UTF-16 the cell references would escape the look above.
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in start[:200]:
        raise UnreadableFile(_BOMB)


def _refuse_declarations(block: bytes) -> None:
    # A workbook never declares a document type; only bombs of entities do.
    if b"<!DOCTYPE" in block or b"<!ENTITY" in block:
        raise UnreadableFile(_BOMB)


def _check_extent(extent: _Extent, limits: Limits) -> None:
    rows, columns = extent.last_row, extent.last_column
    if columns > limits.max_columns:
        raise UnreadableFile(
            f"表格写到了第 {columns} 列，最多 {limits.max_columns} 列。请删掉右边多余的列再上传。"
        )
    if rows > limits.max_rows:
        raise UnreadableFile(f"表格写到了第 {rows} 行，最多 {limits.max_rows} 行。请拆成几个文件分别上传。")
    if rows * columns > limits.max_area:
        raise UnreadableFile(
            f"表格占了 {rows} 行 × {columns} 列，太大。请删掉下面和右边多余的格子，或另存为 CSV。"
        )


def _unpack(file: BinaryIO, entry: ZipInfo) -> Iterator[bytes]:
    if entry.compress_type not in (_STORED, _DEFLATED):
        raise UnreadableFile("文件用了少见的压缩方式，读不了。请用 Excel 打开，另存为 .xlsx 再上传。")
    file.seek(entry.header_offset + 26)
    lengths = file.read(4)
    if len(lengths) < 4:
        raise UnreadableFile(_BOMB)
    file.seek(sum(unpack("<HH", lengths)), 1)
    left = entry.compress_size
    inflate = zlib.decompressobj(-15) if entry.compress_type == _DEFLATED else None
    while left > 0 and (raw := file.read(min(_BLOCK, left))):
        left -= len(raw)
        yield from _inflated(inflate, raw) if inflate else [raw]


def _inflated(inflate: "zlib._Decompress", raw: bytes) -> Iterator[bytes]:
    try:
        while raw:
            yield inflate.decompress(raw, _BLOCK)
            raw = inflate.unconsumed_tail
    except zlib.error as error:
        raise UnreadableFile("文件损坏，解压出错。请用 Excel 打开原表，另存为 .xlsx 再上传。") from error
