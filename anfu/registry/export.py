"""Enterprises as an xlsx: who took it, when, of what, and a code that proves the rows. Cells are text, never formulas."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter

from anfu.registry import divisions, labels, masking
from anfu.registry.models import EnterpriseVersion

CHUNK = 2_000
SIZE_OF_CELL = 32_767
_YES_NO = {True: "是", False: "否", None: ""}
# Column of the version -> heading and width.
COLUMNS: dict[str, tuple[str, int]] = {
    "enterprise__organisation__uscc": ("统一社会信用代码", 22),
    "name": ("企业名称", 34),
    "division": ("区县", 12),
    "town": ("镇街", 12),
    "address": ("地址", 40),
    "industry": ("行业", 28),
    "sector": ("工贸行业", 10),
    "size_class": ("规模", 8),
    "employees": ("从业人员", 10),
    "status": ("登记状态", 10),
    "above_scale": ("规上", 8),
    "hazard_level": ("职业病危害级别", 14),
    "established_on": ("注册日期", 12),
    "principal": ("主要负责人", 12),
    "contact_name": ("联系人", 10),
    "contact_phone": ("联系电话", 14),
    "scope": ("经营范围", 60),
}


# Enters the export (rows, check code) in the ledger; gives the watermark.
Enter = Callable[[int, str], str]


@dataclass(frozen=True, slots=True)
class Head:
    """What the first lines say."""

    on: date
    filter_words: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Book:
    """The file, how many enterprises are in it, and the SHA-256 over their lines."""

    data: bytes
    rows: int
    check_code: str


def book(version_ids: Sequence[int], head: Head, enter: Enter, progress: Any = None) -> Book:
    """An xlsx of these versions in this order, entered before it is written; `progress`: called with (done, total)."""
    lines = list(_lines(version_ids, progress))
    code = check_code(lines)
    return Book(_written(lines, head, code, enter(len(lines), code)), len(lines), code)


def check_code(lines: Iterable[Sequence[str]]) -> str:
    """SHA-256 over the rows: cells joined by tabs, each row ended by a line feed, UTF-8."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(("\t".join(line) + "\n").encode())
    return digest.hexdigest()


def _lines(version_ids: Sequence[int], progress: Any) -> Iterator[list[str]]:
    for start in range(0, len(version_ids), CHUNK):
        ids = version_ids[start : start + CHUNK]
        rows = EnterpriseVersion.objects.filter(pk__in=ids).values_list("pk", *COLUMNS)
        by_key = {row[0]: row[1:] for row in rows}
        yield from (
            [_cell(*pair) for pair in zip(COLUMNS, by_key[key], strict=True)] for key in ids if key in by_key
        )
        if progress:
            progress(min(start + CHUNK, len(version_ids)), len(version_ids))


def _cell(column: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    match column:
        case "division":
            return divisions.label(value)
        case "town":
            return divisions.town_label(value)
        case "industry":
            return labels.industry_with_code(value)
        case "sector":
            return labels.SECTORS.get(value, value)
        case "size_class":
            return labels.SIZES.get(value, value)
        case "status":
            return labels.STATUSES.get(value, value)
        case "hazard_level":
            return labels.HAZARD_LEVELS.get(value, value)
        case "above_scale":
            return _YES_NO[value]
        case _:
            return masking.field(column, str(value))[:SIZE_OF_CELL]


def _written(lines: Sequence[Sequence[str]], head: Head, code: str, mark: str) -> bytes:
    out = BytesIO()
    plain = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, plain) as workbook:
        sheet, bold = workbook.add_worksheet("企业"), workbook.add_format({"bold": True})
        for n, (_, width) in enumerate(COLUMNS.values()):
            sheet.set_column(n, n, width)
        top = _head_lines(head, len(lines), code, mark)
        for n, (label, text) in enumerate(top):
            sheet.write_string(n, 0, label, bold)
            sheet.write_string(n, 1, text)
        for n, (heading, _) in enumerate(COLUMNS.values()):
            sheet.write_string(len(top), n, heading, bold)
        sheet.freeze_panes(len(top) + 1, 2)
        for row, line in enumerate(lines, len(top) + 1):
            for n, text in enumerate(line):
                sheet.write_string(row, n, text)
    return out.getvalue()


def _head_lines(head: Head, rows: int, code: str, mark: str) -> list[tuple[str, str]]:
    return [
        ("情况截至", head.on.isoformat()),
        ("筛选", head.filter_words),
        ("家数", f"{rows:,} 家"),
        ("导出", f"{mark}，个人信息已遮盖"),
        ("校验码", f"SHA-256 {code}"),
    ]
