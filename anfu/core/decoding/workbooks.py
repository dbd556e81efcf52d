"""Workbooks: read once to the end, so that what is read later has been read under the limits before."""

from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from anfu.core.decoding.unfit import Unfit

MOST_SHEETS = 100


def decode(source: Path, target: Path, kind: str) -> None:
    """Nothing is written: a workbook is kept as it came. Unfit where it cannot be read."""
    try:
        with CalamineWorkbook.from_path(source) as book:
            sheets = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
            if len(sheets) > MOST_SHEETS:
                raise Unfit(f"工作簿有 {len(sheets)} 张表，最多 {MOST_SHEETS} 张。请只留下要导入的一张再传。")
            for name in sheets:
                for _ in book.get_sheet_by_name(name).iter_rows():
                    pass
    except (CalamineError, OSError, ValueError) as problem:
        raise Unfit("工作簿损坏或加了密码，打不开。请用 Excel 打开，另存为 .xlsx 再传。") from problem
