"""The nightly replay: every audited row beside the digest that the ledger last recorded of it."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from anfu.core import files, jobs
from anfu.core.actor import platform
from anfu.core.ledger.state.tables import Table, audited, digests
from anfu.core.ledger.state.taking import VERB, take
from anfu.core.models import Job, JobState, LedgerEntry, TouchedRow
from anfu.core.refusal import Refused

NIGHTLY = timedelta(days=1)
NAMED = 1000
JOB = "core.ledger_replay"
Known = dict[str, tuple[str | None, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not as the ledger last saw it."""

    table: str
    key: str
    what: str  # changed | deleted | added


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay read and found; `unreadable` counts rows recorded with columns that are no longer there."""

    rows: int
    unreadable: int
    differences: list[Difference]


@jobs.periodic("core.replay", NIGHTLY)
def each_night() -> None:
    """Queue the replay, unless one waits already."""
    if not Job.objects.filter(kind=JOB, state__in=(JobState.QUEUED, JobState.RUNNING)).exists():
        jobs.enqueue(JOB, {}, actor=platform())


@jobs.job(JOB)
def replay_job(arguments: dict[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    """The replay as a job; a difference fails it with the first rows by name."""
    done = replay(progress)
    if done.differences:
        named = "、".join(f"{d.table} {d.key}（{WORDS[d.what]}）" for d in done.differences[:20])
        raise Refused(f"有 {len(done.differences)} 行绕开平台被动过：{named}。请保留现场，按事件处置。")
    return {"rows": done.rows, "unreadable": done.unreadable}


WORDS = {"changed": "被改", "deleted": "被删", "added": "被加"}


def replay(progress: jobs.Progress = lambda done, total, note="": None) -> Replayed:
    """Compare every audited row; names at most NAMED rows. What is being written meanwhile is left for next time."""
    take()
    tables = audited()
    rows = unreadable = 0
    found: list[Difference] = []
    for number, table in enumerate(tables):
        progress(number, len(tables), table.name)
        known = _known(table.name)
        current = set(table.columns)
        unreadable += sum(1 for digest, columns in known.values() if digest and not set(columns) <= current)
        rows += len(known)
        found += _still(list(_differences(table, known)))
    return Replayed(rows, unreadable, found[:NAMED])


def _known(name: str) -> Known:
    """key -> the digest last recorded, and over which columns."""
    known: Known = {}
    entries = LedgerEntry.objects.filter(verb=VERB).select_related("rows").order_by("id")
    for entry in entries.iterator(200):
        if entry.rows is None or name not in json.loads(entry.body)["after"]:
            continue
        for line in gzip.decompress(files.path(entry.rows).read_bytes()).splitlines():
            told = json.loads(line)
            if told["table"] == name:
                columns = tuple(told["columns"])
                known.update((k, (d, columns)) for k, d in zip(told["keys"], told["digests"], strict=True))
    return known


def _differences(table: Table, known: Known) -> Iterator[Difference]:
    current, left = set(table.columns), dict(known)
    shapes = {columns for _, columns in known.values() if set(columns) <= current} | {table.columns}
    for columns in shapes:
        for key, digest in digests(Table(table.name, table.key, columns)):
            recorded = known.get(key)
            if recorded is None or (recorded[0] is None and columns == table.columns):
                if columns == table.columns:
                    yield Difference(table.name, key, "added")
            elif recorded[1] == columns and recorded[0] != digest:
                yield Difference(table.name, key, "changed")
            left.pop(key, None)
    yield from (Difference(table.name, key, "deleted") for key, (digest, _) in left.items() if digest)


def _still(found: list[Difference]) -> list[Difference]:
    """Those that the platform is not writing at this moment."""
    touched = {(row.table, row.key) for row in TouchedRow.objects.all()} if found else set()
    return [each for each in found if (each.table, each.key) not in touched]


def as_plain(done: Replayed) -> dict[str, Any]:
    """For JSON."""
    return {
        "rows": done.rows,
        "unreadable": done.unreadable,
        "differences": [asdict(d) for d in done.differences],
    }
