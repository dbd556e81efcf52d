"""A table file as frames: open it once, look at its headers, then walk through its chunks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import polars as pl

from anfu.core.intake.problems import Problem, problem_frame
from anfu.core.intake.reading.csv_records import DELIMITERS, Record, csv_records
from anfu.core.intake.reading.encoding import detect_encoding
from anfu.core.intake.reading.errors import UnreadableFile
from anfu.core.intake.reading.header import (
    ENOUGH,
    LOOK_AT,
    Recognise,
    count_filled,
    find_header,
    header_score,
)
from anfu.core.intake.reading.kind import Kind, kind_of
from anfu.core.intake.reading.limits import DEFAULT_LIMITS, Limits
from anfu.core.intake.reading.package import check_package
from anfu.core.intake.reading.xlsx_records import load_sheet, open_book, sheet_names, xlsx_records

CHUNK_ROWS = 50_000
MAX_SHEETS = 20


class Chunk(NamedTuple):
    """`frame`: row Int64 and c0, c1 ... String by position in the header; `problems`: PROBLEM_SCHEMA."""

    frame: pl.DataFrame
    problems: pl.DataFrame


@dataclass(frozen=True)
class Table:
    """An opened file. `row` in its chunks is the sheet's row less one, so that people see 第 row+1 行."""

    kind: Kind
    encoding: str
    delimiter: str
    sheet: str
    header_row: int
    headers: tuple[str, ...]
    limits: Limits
    records: Callable[[], Iterator[Record]]

    def chunks(self, size: int = CHUNK_ROWS) -> Iterator[Chunk]:
        """The rows under the header, blank ones left out, at most `size` at a time."""
        batch = _Batch(len(self.headers))
        for row, record in islice(enumerate(self.records()), self.header_row + 1, None):
            if row - self.header_row > self.limits.max_rows:
                raise UnreadableFile(f"表格超过 {self.limits.max_rows} 行。请拆成几个文件分别上传。")
            batch.add(row, record)
            if len(batch.rows) == size:
                yield batch.chunk()
                batch = _Batch(len(self.headers))
        if batch.rows:
            yield batch.chunk()

    def sample(self, count: int) -> pl.DataFrame:
        """The first rows, to show beside the mapping of columns."""
        return next(self.chunks(count), _Batch(len(self.headers)).chunk()).frame


class _Batch:
    """Rows on their way into a frame. One flat list of cells: a list a row would keep the collector busy."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.rows: list[int] = []
        self.cells: list[str] = []
        self.problems: list[Problem] = []

    def add(self, row: int, record: Record) -> None:
        cells = record.cells
        if not any(map(str.strip, cells)):
            return
        self.rows.append(row)
        if record.fault or len(cells) > self.width:
            self.problems += _faults(row, record, self.width)
        if len(cells) != self.width:
            cells = cells[: self.width] + [""] * (self.width - len(cells))
        self.cells += cells

    def chunk(self) -> Chunk:
        columns = [
            pl.Series(f"c{n}", self.cells[n :: self.width], dtype=pl.String) for n in range(self.width)
        ]
        frame = pl.DataFrame([pl.Series("row", self.rows, dtype=pl.Int64), *columns])
        return Chunk(frame, problem_frame(self.problems))


def open_table(path: Path, recognise: Recognise = count_filled, limits: Limits = DEFAULT_LIMITS) -> Table:
    """Opens a csv or xlsx by its content; `recognise` counts known headers in a record.

    UnreadableFile, with what happened and what to do, for everything that is no table within the limits.
    """
    kind = kind_of(path, limits)
    return _open_xlsx(path, recognise, limits) if kind == "xlsx" else _open_csv(path, recognise, limits)


def _open_csv(path: Path, recognise: Recognise, limits: Limits) -> Table:
    encoding = detect_encoding(path, limits)

    def records_by(delimiter: str) -> Callable[[], Iterator[Record]]:
        return lambda: csv_records(path, encoding, delimiter, limits.max_record_lines)

    def fitness(delimiter: str) -> tuple[int, int]:
        start = _start(records_by(delimiter))
        known = header_score(start, recognise)
        return (known if known >= ENOUGH else 0), header_score(start, count_filled)

    delimiter = max(DELIMITERS, key=fitness)
    return _table(
        "csv", records_by(delimiter), recognise, limits, encoding=encoding.name, delimiter=delimiter
    )


def _open_xlsx(path: Path, recognise: Recognise, limits: Limits) -> Table:
    check_package(path, limits)
    book = open_book(path)
    filled = None
    for name in sheet_names(book)[:MAX_SHEETS]:
        sheet = partial(xlsx_records, load_sheet(book, name))
        start = _start(sheet)
        if header_score(start, recognise) >= ENOUGH:
            return _table("xlsx", sheet, recognise, limits, sheet=name)
        if filled is None and header_score(start, count_filled):
            filled = name
    if filled is None:
        raise UnreadableFile("工作簿里没有内容。请检查导出是否完成，再上传。")
    sheet = partial(xlsx_records, load_sheet(book, filled))
    return _table("xlsx", sheet, recognise, limits, sheet=filled)


def _table(
    kind: Kind,
    records: Callable[[], Iterator[Record]],
    recognise: Recognise,
    limits: Limits,
    *,
    encoding: str = "",
    delimiter: str = "",
    sheet: str = "",
) -> Table:
    start = _start(records)
    header_row = find_header(start, recognise)
    headers = [cell.strip() for cell in start[header_row]]
    if len(headers) > limits.max_columns:
        raise UnreadableFile(
            f"表头有 {len(headers)} 列，最多 {limits.max_columns} 列。请删掉不用的列再上传。"
        )
    return Table(kind, encoding, delimiter, sheet, header_row, tuple(headers), limits, records)


def _start(records: Callable[[], Iterator[Record]]) -> list[list[str]]:
    return [record.cells for record in islice(records(), LOOK_AT)]


def _faults(row: int, record: Record, width: int) -> Iterator[Problem]:
    if record.fault == "undecodable":
        text = next(cell for cell in record.cells if "\ufffd" in cell)
        yield Problem(
            row,
            "",
            text,
            "undecodable",
            "这一行有读不成文字的字节，已用 \ufffd 代替",
            "请在原表里重新录入这一行",
        )
    if record.fault == "quote":
        message = f"引号没有配对，后面 {record.lines - 1} 行被并进了这一行"
        yield Problem(
            row, "", record.cells[0], "unpaired_quote", message, "请补上引号，或另存为 .xlsx 再上传"
        )
    extra = sum(1 for cell in record.cells[width:] if cell.strip())
    if extra:
        message = f"这一行比表头多出 {extra} 格，内容可能错了位"
        yield Problem(row, "", record.cells[width], "too_many_cells", message, "请检查这一行的分隔符和引号")
