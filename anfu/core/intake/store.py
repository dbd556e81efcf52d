"""The verdicts of an import as files, so that a million rows are neither in the database nor in memory.

One folder for each judging: `verdicts` (all rows), `payload` (rows to be written, as their kind needs them), `raw` (cells
of refused rows), one file a chunk; `late` (rows refused while writing), one file a batch.
"""

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from typing import NamedTuple

import polars as pl
from django.conf import settings
from django.db import connection

from anfu.core.intake.kinds import BATCH_ROWS, CHANGED_MEANWHILE, REFUSED, VERDICT, kind_of
from anfu.core.models import Intake


def without_mapped_memory() -> None:
    """For long bulk work on SQLite: pages of the database that are mapped count as this process's memory."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size = 0")


class Slice(NamedTuple):
    """Where the rows of one batch lie: a chunk, a division, a stretch of its rows."""

    chunk: int
    division: str
    start: int


@dataclass(frozen=True)
class Store:
    """The folder of one judging."""

    root: Path
    at_once: int

    @staticmethod
    def of(intake: Intake) -> "Store":
        """The folder of the import's last judging."""
        return Store(folder_of(intake) / str(intake.round), kind_of(intake.kind).at_once)

    def begin(self) -> None:
        """An empty folder."""
        shutil.rmtree(self.root, ignore_errors=True)
        for name in ("verdicts", "payload", "raw", "late"):
            (self.root / name).mkdir(parents=True)

    def write(self, name: str, number: int, frame: pl.DataFrame) -> None:
        """Put one file in place, whole or not at all."""
        target = self._file(name, number)
        part = target.with_suffix(".part")
        frame.write_parquet(part, compression="zstd")
        part.replace(target)

    def read(self, name: str, number: int) -> pl.DataFrame:
        """One file of a chunk."""
        return pl.read_parquet(self._file(name, number))

    def forget(self, name: str, number: int) -> None:
        """Take one file away, if it is there."""
        self._file(name, number).unlink(missing_ok=True)

    def chunks(self) -> int:
        """How many chunks were judged."""
        return len(list((self.root / "verdicts").glob("*.parquet")))

    def verdicts(self, written: int = 0) -> pl.LazyFrame:
        """All verdicts in the order of their rows; those refused in the batches written so far as they ended."""
        late = [path for path in self._files("late") if int(path.stem) < written]
        files = self._files("verdicts")
        if not files:
            return pl.LazyFrame(schema=VERDICT)
        judged = pl.scan_parquet(files)
        if not late:
            return judged
        found = pl.read_parquet(late)
        ended = judged.join(
            found.lazy().select("row", late="message"), on="row", how="left", maintain_order="left"
        )
        is_late = pl.col("late").is_not_null()
        return ended.with_columns(
            verdict=pl.when(is_late).then(pl.lit(REFUSED)).otherwise("verdict"),
            code=pl.when(is_late).then(pl.lit(CHANGED_MEANWHILE)).otherwise("code"),
            message=pl.coalesce("late", "message"),
            fix=pl.when(is_late).then(pl.lit("请看企业页上的新情况，再导入这一行")).otherwise("fix"),
        ).drop("late")

    def raw(self) -> pl.LazyFrame:
        """Cells of the refused rows: `row` and c0, c1 ...; null where there are none."""
        files = self._files("raw")
        return pl.scan_parquet(files) if files else pl.LazyFrame(schema={"row": pl.Int64})

    def chunk_of(self, row: int) -> int | None:
        """The chunk that holds a row."""
        starts = json.loads((self.root / "starts.json").read_text())
        found = [
            number
            for number, (start, end) in enumerate(pairwise([*starts, None]))
            if _within(row, start, end)
        ]
        return found[0] if found else None

    def write_starts(self, starts: list[int]) -> None:
        """The first row of each chunk."""
        (self.root / "starts.json").write_text(json.dumps(starts))

    def plan(self) -> list[Slice]:
        """The batches, always cut in the same way: within each chunk by division, at most `batch_rows` rows each."""
        return [part for number in range(self.chunks()) for part in self._cut(number)]

    def batches(self, plan: Iterable[Slice]) -> Iterator[pl.DataFrame]:
        """The payload of each batch; a chunk is read once."""
        for number, parts in groupby(plan, key=lambda part: part.chunk):
            rows = self.read("payload", number)
            for part in parts:
                of_division = rows.filter(pl.col("batch_division") == part.division)
                yield of_division.slice(part.start, self.batch_rows()).drop("batch_division")

    def _cut(self, number: int) -> Iterator[Slice]:
        divisions = pl.read_parquet(self._file("payload", number), columns=["batch_division"])
        for division, count in sorted(divisions["batch_division"].value_counts().iter_rows()):
            for start in range(0, count, self.batch_rows()):
                yield Slice(number, division, start)

    def batch_rows(self) -> int:
        """Said once for each import: another version of the program that goes on with it cuts it no other way."""
        told = self.root / "batch_rows"
        if not told.exists():
            new = told.with_suffix(".new")
            new.write_text(str(min(BATCH_ROWS, self.at_once)))
            new.replace(told)
        return int(told.read_text())

    def _files(self, name: str) -> list[Path]:
        return sorted((self.root / name).glob("*.parquet"))

    def _file(self, name: str, number: int) -> Path:
        return self.root / name / f"{number:05}.parquet"


def folder_of(intake: Intake) -> Path:
    """Where everything about the import lies."""
    return Path(settings.HOME) / "intakes" / str(intake.pk)


def _within(row: int, start: int, end: int | None) -> bool:
    return start <= row and (end is None or row < end)
