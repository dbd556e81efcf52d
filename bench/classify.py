"""How fast enterprises are classified with explanations, beside a bare DuckDB regex scan of the same texts.

`python -m bench.classify` writes made-up names and scopes to a temporary folder, runs the scan and the
classification one after the other on the same files, and prints a Markdown table: one row for each number of rows.
"""

import argparse
import multiprocessing
import re
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from anfu.demo.draws import Draws
from anfu.demo.firms import make_firms
from anfu.targeting.presumption import load_lexicon, presume_chunks

CHUNK = 50_000
SEED, TODAY = 7, 20_000


HEAD = (
    "rows",
    "processes",
    "ours rows/s",
    "ours rows/CPU-s",
    "DuckDB regex rows/s",
    "grounds (likelier)",
    "MiB, a child",
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
    for rows in given.rows:
        print(f"| {' | '.join(measured(rows, given.processes))} |", flush=True)


def measured(rows: int, processes: int) -> list[str]:
    """One row of the table; memory is the most so far."""
    with tempfile.TemporaryDirectory() as folder:
        write_texts(Path(folder), rows)
        scan = duckdb_scan(Path(folder), processes)
        before = cpu_seconds()
        seconds, grounds, likelier = classify(Path(folder), processes)
        cpu = cpu_seconds() - before
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    own, child = (usage.ru_maxrss // 1024 for usage in usages)
    speeds = [f"{rows / took:,.0f}" for took in (seconds, cpu, scan)]
    return [f"{rows:,}", str(processes), *speeds, f"{grounds:,} ({likelier:,})", f"{own} + {child}"]


def cpu_seconds() -> float:
    """Processor time of this process and its finished children."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def write_texts(folder: Path, rows: int) -> None:
    """Made-up enterprises in files of CHUNK rows, by another process, whose memory does not count."""
    child = multiprocessing.get_context("spawn").Process(target=_write, args=(folder, rows))
    child.start()
    child.join()


def _write(folder: Path, rows: int) -> None:
    for start in range(0, rows, CHUNK):
        draws = Draws(SEED, np.arange(start, min(start + CHUNK, rows)))
        texts = make_firms(draws, total=rows, today=TODAY).standing.select("uscc", "name", "scope")
        texts.write_parquet(folder / f"{start:09}.parquet")


def duckdb_scan(folder: Path, threads: int) -> float:
    """Seconds for counting the rows in which any word of the grounds stands."""
    lexicon = load_lexicon()
    words = lexicon.grounds.of_word
    pattern = "|".join(
        re.escape(w) for n, w in enumerate(lexicon.words) if words.start[n + 1] > words.start[n]
    )
    query = f"select count(*) filter (regexp_matches(name || ' ' || scope, ?)) from '{folder}/*.parquet'"
    with duckdb.connect(config={"threads": threads}) as connection:
        begin = time.perf_counter()
        connection.execute(query, [pattern]).fetchall()
        return time.perf_counter() - begin


def classify(folder: Path, processes: int) -> tuple[float, int, int]:
    """Seconds, grounds with evidence, grounds likelier than not; reading and starting processes included."""
    begin = time.perf_counter()
    grounds = likelier = 0
    for _, presumed in presume_chunks(_read(folder), load_lexicon(), processes):
        grounds += len(presumed.grounds)
        likelier += presumed.grounds["likelier"].sum()
    return time.perf_counter() - begin, grounds, likelier


def _read(folder: Path) -> Iterator[pl.DataFrame]:
    return (pl.read_parquet(path) for path in sorted(folder.glob("*.parquet")))


if __name__ == "__main__":
    main()
