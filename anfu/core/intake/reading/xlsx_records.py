"""Records of a workbook's sheets as text, the way a person sees them."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from anfu.core.intake.reading.csv_records import Record
from anfu.core.intake.reading.errors import UnreadableFile

# From here on a spreadsheet's number has lost digits.
_EXACT_BELOW = 1e15

Cell = str | float | bool | datetime | date | time | timedelta


def open_book(path: Path) -> CalamineWorkbook:
    """The workbook; `check_package` comes first."""
    try:
        return CalamineWorkbook.from_path(path)
    except (CalamineError, OSError) as error:
        raise UnreadableFile(
            "工作簿损坏或加了密码，打不开。请用 Excel 打开，另存为 .xlsx 再上传。"
        ) from error


def sheet_names(book: CalamineWorkbook) -> list[str]:
    """The visible worksheets, in their order."""
    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]


def load_sheet(book: CalamineWorkbook, name: str) -> CalamineSheet:
    """All cells of one sheet, in memory."""
    try:
        return book.get_sheet_by_name(name)
    except CalamineError as error:
        raise UnreadableFile("工作表损坏，读不了。请用 Excel 打开，另存为 .xlsx 再上传。") from error


def xlsx_records(sheet: CalamineSheet) -> Iterator[Record]:
    """Every record from the sheet's first row on, blank ones too."""
    for cells in sheet.iter_rows():
        yield Record([cell if type(cell) is str else as_text(cell) for cell in cells])


def as_text(cell: Cell) -> str:
    """`63.0` -> `63`; a date at midnight without its time; true as 是. Exact: no digit is rounded away."""
    match cell:
        case bool():
            return "是" if cell else "否"
        case int() | float():
            return str(int(cell)) if abs(cell) < _EXACT_BELOW and cell == int(cell) else repr(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
        case date() | time():
            return cell.isoformat()
        case _:
            return str(cell)
