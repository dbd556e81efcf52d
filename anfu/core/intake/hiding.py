"""A file that names what must not lie in the clear is kept as a copy in which that is sealed."""

import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from anfu.core.intake import mapping
from anfu.core.intake.kinds import IntakeKind
from anfu.core.intake.reading import Table


@contextmanager
def kept_form(kind: IntakeKind, path: Path) -> Iterator[Path]:
    """The file as it is to be kept: itself, or where the kind hides something a CSV with the same rows at the same places."""
    if not kind.hides:
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "kept.csv"
        _write(kind, mapping.open_file(kind, path), copy)
        yield copy


def _write(kind: IntakeKind, table: Table, copy: Path) -> None:
    with copy.open("w", encoding="utf-8", newline="") as file:
        writer, line = csv.writer(file), table.header_row
        writer.writerows([["表头以上的文字没有保留"]] * table.header_row)
        writer.writerow(table.headers)
        for chunk in table.chunks():
            too_wide = set(chunk.problems["row"])
            for row, *cells in chunk.frame.iter_rows():
                # Rows that are empty stay, so that a row keeps its number.
                writer.writerows([[""]] * (row - line - 1))
                # A cell too many stays one, so that the row is told again what is wrong with it.
                writer.writerow([*map(kind.hidden, cells), *["多出的一格"] * (row in too_wide)])
                line = row
