"""Records of a text table: quotes, line breaks inside quotes, undecodable bytes."""

import csv
from collections.abc import Iterable, Iterator
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


class _Lines:
    """Lines of a file, remembering whether the quotes since the last record pair up."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self.quotes = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.quotes += line.count('"')
            yield line


def csv_records(path: Path, encoding: Encoding, delimiter: str, max_record_lines: int) -> Iterator[Record]:
    """Every record, blank ones too, so that counting them gives the sheet's rows."""
    with path.open(encoding=encoding.name, errors="surrogateescape", newline="") as file:
        lines = _Lines(file)
        reader = csv.reader(lines, delimiter=delimiter)
        line = 0
        try:
            for cells in reader:
                taken, line = reader.line_num - line, reader.line_num
                fault = _quote_fault(taken, lines.quotes, max_record_lines)
                lines.quotes = 0
                if encoding.bad_lines and any(map(UNDECODABLE.search, cells)):
                    cells = [UNDECODABLE.sub("\ufffd", cell) for cell in cells]
                    fault = fault or "undecodable"
                yield Record(cells, fault, taken)
        except csv.Error as error:
            raise UnreadableFile(
                f"第 {line + 1} 行起有引号没有配对，后面的内容连成了一格，读不下去。"
                "请补上引号，或另存为 .xlsx 再上传。"
            ) from error


def _quote_fault(taken: int, quotes: int, max_record_lines: int) -> str:
    # A record over several lines with an odd number of quotes ran into the end of the file.
    unpaired = taken > 1 and quotes % 2 == 1
    return "quote" if unpaired or taken > max_record_lines else ""
