"""What a file is, by its content; its name is never trusted."""

from pathlib import Path
from typing import Literal

from anfu.core.intake.reading.errors import UnreadableFile
from anfu.core.intake.reading.limits import Limits

Kind = Literal["csv", "xlsx"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KNOWN: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
)
_ADVICE = "请上传 .xlsx 或 .csv 文件。"
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head", b"<style", b"<script")


def kind_of(path: Path, limits: Limits) -> Kind:
    """`csv` or `xlsx`; UnreadableFile for anything else, naming what it seems to be."""
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFile("文件是空的（0 字节）。请检查导出是否完成，再上传。")
    if size > limits.max_bytes:
        raise UnreadableFile(
            f"文件有 {_mib(size)} MB，超过上限 {_mib(limits.max_bytes)} MB。请拆成几个文件分别上传。"
        )
    with path.open("rb") as file:
        head = file.read(8192)
    if head.startswith(b"PK"):
        return "xlsx"
    _refuse_known(head)
    return "csv"


def _refuse_known(head: bytes) -> None:
    if head.startswith(_OLE):
        raise UnreadableFile(
            "这是旧版 Excel（.xls）或加了密码的文件，读不了。请用 Excel 打开，去掉密码，另存为 .xlsx 再上传。"
        )
    for magic, name in _KNOWN:
        if head.startswith(magic):
            raise UnreadableFile(f"这是{name}，不是表格。{_ADVICE}")
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(_MARKUP):
        raise UnreadableFile("这是网页或 XML，只是改了扩展名。请用 Excel 打开，另存为 .xlsx 再上传。")
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFile(f"这是二进制文件，不是表格。{_ADVICE}")


def _mib(size: int) -> int:
    return -(-size // (1024 * 1024))
