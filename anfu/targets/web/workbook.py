"""The coverage table as a workbook. Texts stay texts: nothing in it is ever a formula."""

from datetime import date
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from anfu.targets.queries.export import COLUMNS

_RATES = {name for name in COLUMNS if name.endswith("_bp")}
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(rows: list[dict[str, Any]], on: date, *, mark: str) -> bytes:
    """Head lines with day, basis and maker, then one line a row of the table; rates as percentages."""
    held = BytesIO()
    book = Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("覆盖率")
    percent, bold = book.add_format({"num_format": "0.0%"}), book.add_format({"bold": True})
    sheet.write_string(0, 0, f"安服 · 覆盖率 · 截至 {on.isoformat()} · 签约覆盖：当天有服务合同在履行")
    sheet.write_string(1, 0, f"导出：{mark}")
    for column, (name, label) in enumerate(COLUMNS.items()):
        sheet.write_string(3, column, label.replace("（基点）", "") if name in _RATES else label, bold)
    for line, row in enumerate(rows, start=4):
        for column, name in enumerate(COLUMNS):
            _write(sheet, line, column, row[name], percent if name in _RATES else None)
    sheet.freeze_panes(4, 5)
    sheet.set_column(0, len(COLUMNS) - 1, 14)
    book.close()
    return held.getvalue()


def _write(sheet: Any, line: int, column: int, value: Any, percent: Any) -> None:
    if value is None:
        sheet.write_string(line, column, "—")
    elif isinstance(value, int):
        sheet.write_number(line, column, value / 10_000 if percent else value, percent)
    else:
        sheet.write_string(line, column, str(value))
