"""Workbooks that the import gives out: the refused rows with their reasons, and an empty form to fill in."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import polars as pl
import xlsxwriter

from anfu.core import clock, exports
from anfu.core.actor import Actor
from anfu.core.intake import mapping
from anfu.core.intake.kinds import REFUSED, IntakeKind
from anfu.core.intake.store import Store
from anfu.core.models import Intake

WHY, FIX = "拒收原因", "怎么改"
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_SHEET_ROWS = 1_000_000
_CELL = 32_767


def refused_rows(intake: Intake, actor: Actor) -> IO[bytes]:
    """The cells of the refused rows as they came, each with its reason: to be mended there and loaded again.

    They may name persons, so that taking them is entered in the ledger; the file's properties say who took it, when.
    """
    headers = [column.header for column in mapping.columns_of(intake)]
    wrong = Store.of(intake).verdicts(intake.written).filter(pl.col("verdict") == REFUSED)
    told = wrong.select("row", "message", "fix").collect().rows_by_key("row", unique=True)
    kept = [header for header in headers if header not in (WHY, FIX)]
    places = [n for n, header in enumerate(headers) if header not in (WHY, FIX)]
    lines = (
        [*(cells[place] for place in places), *told[row]]
        for row, cells in _cells(intake, set(told))
        if row in told
    )
    taken = exports.Taken(f"intake:{intake.pk}", "拒收的行", len(told), kept)
    mark = exports.enter(
        "core.intake_refused_taken", taken, purpose=exports.OWN["mending"], actor=actor, on=clock.today()
    )
    return _workbook("拒收的行", [*kept, WHY, FIX], lines, mark)


def template(kind: IntakeKind) -> IO[bytes]:
    """The headers that are always recognised; a second sheet shows how each is written."""
    labels, examples = kind.labels(), kind.examples()
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        sheet = book.add_worksheet(kind.label)
        _line(sheet, 0, [labels[field] for field in examples], book.add_format({"bold": True}))
        notes = book.add_worksheet("填写说明")
        for number, (field, example) in enumerate([("", "写法举例"), *examples.items()]):
            _line(notes, number, [labels.get(field, "列"), example])
    file.seek(0)
    return file


def _cells(intake: Intake, rows: set[int]) -> Iterator[tuple[int, list[str]]]:
    """Row and cells, in order; rows that were refused only while writing are read from the file again."""
    raw = Store.of(intake).raw().collect()
    late = rows - set(raw["row"])
    parts = [raw]
    if late:
        wanted = pl.col("row").is_in(list(late))
        parts += [chunk.frame.filter(wanted) for chunk in mapping.open_intake(intake).chunks()]
    for row, *cells in pl.concat([part for part in parts if part.width > 1]).sort("row").iter_rows():
        yield row, cells


def _workbook(name: str, headers: Sequence[str], lines: Iterator[Sequence[str]], mark: str) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        # Not in a cell: the sheet is loaded again as it is.
        book.set_properties({"comments": mark})
        bold = book.add_format({"bold": True})
        sheet, number = None, _SHEET_ROWS
        for line in lines:
            if number >= _SHEET_ROWS:
                sheet, number = book.add_worksheet(name if sheet is None else None), 1
                _line(sheet, 0, headers, bold)
            _line(sheet, number, line)
            number += 1
        if sheet is None:
            _line(book.add_worksheet(name), 0, headers, bold)
    file.seek(0)
    return file


def _line(sheet: Any, number: int, cells: Sequence[str], style: Any = None) -> None:
    for place, text in enumerate(cells):
        if text:
            # A string stays a string, whatever it begins with.
            sheet.write_string(number, place, text[:_CELL], style)


def file_name(intake: Intake) -> str:
    """What the download of refused rows is called."""
    return f"{Path(intake.name).stem}-拒收.xlsx"
