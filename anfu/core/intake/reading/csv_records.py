"""Records of a text table: quotes, line breaks inside quotes, undecodable bytes."""

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from anfu.core.intake.reading.encoding import UNDECODABLE, Encoding
from anfu.core.intake.reading.errors import UnreadableFile

DELIMITERS = (",", "\t", ";", "|")


class Record(NamedTuple):
    """One record; `fault` is `undecodable`, `quote` or empty, `lines` how many lines of the file it took."""

    cells: list[str]
    fault: str = ""
    lines: int = 1


def csv_records(path: Path, encoding: Encoding, delimiter: str, max_record_lines: int) -> Iterator[Record]:
    """Every record, blank ones too, so that counting them gives the sheet's rows."""
    with path.open(encoding=encoding.name, errors="surrogateescape", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        line = 0
        last: Record | None = None
        try:
            for cells in reader:
                if last is not None:
                    yield last
                taken, line = reader.line_num - line, reader.line_num
                last = Record(cells, "quote" if taken > max_record_lines else "", taken)
                if encoding.bad_lines and any(map(UNDECODABLE.search, cells)):
                    last = _legible(last)
        except csv.Error as error:
            raise UnreadableFile(
                f"第 {line + 1} 行起有引号没有配对，后面的内容连成了一格，读不下去。"
                "请补上引号，或另存为 .xlsx 再上传。"
            ) from error
    if last is not None:
        yield last._replace(fault="quote") if _ran_out(path, encoding, line, last) else last


def _legible(record: Record) -> Record:
    cells = [UNDECODABLE.sub("\ufffd", cell) for cell in record.cells]
    return record._replace(cells=cells, fault=record.fault or "undecodable")


def _ran_out(path: Path, encoding: Encoding, line: int, last: Record) -> bool:
    """Whether the last record is an open quote that ran into the end of the file."""
    if last.lines == 1:
        return False
    with path.open(encoding=encoding.name, errors="surrogateescape", newline="") as file:
        return sum(text.count('"') for text in islice(file, line - last.lines, None)) % 2 == 1
