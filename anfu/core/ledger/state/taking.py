"""From notes to an entry: the digests of the rows that were written, as a file whose own digest the entry holds."""

import gzip
import json
from datetime import timedelta

from django.db import transaction

from anfu.core import clock, files, jobs
from anfu.core.actor import platform
from anfu.core.ledger import order
from anfu.core.ledger.record import record
from anfu.core.ledger.state.tables import Table, audited, digests
from anfu.core.models import StoredFile, TouchedRow

EVERY = timedelta(minutes=1)
STEP = 10_000
VERB = "core.state_recorded"
Rows = dict[str, str | None]


@jobs.periodic("core.state", EVERY)
def each_minute() -> None:
    """Take what was noted into the ledger."""
    take()


def take() -> int:
    """Take every note into the ledger, some at a time; returns how many rows got their digest."""
    total = 0
    while taken := _take_some():
        total += taken
    return total


@transaction.atomic
def _take_some() -> int:
    order.lock_log()  # one at a time, or an older digest could be recorded after a newer one
    notes = list(TouchedRow.objects.order_by("id")[:STEP])
    if not notes:
        return 0
    keys: dict[str, list[str]] = {}
    for note in notes:
        keys.setdefault(note.table, []).append(note.key)
    tables = [(table, sorted(set(keys[table.name]))) for table in audited() if table.name in keys]
    found = [(table, _rows(table, wanted)) for table, wanted in tables]
    counts = {table.name: len(rows) for table, rows in found}
    record(VERB, "ledger:state", actor=platform(), on=clock.today(), after=counts, rows=_kept(found))
    TouchedRow.objects.filter(id__in=[note.pk for note in notes]).delete()
    return sum(counts.values()) or len(notes)


def _rows(table: Table, keys: list[str]) -> Rows:
    """key -> digest, None for a row that is gone."""
    return {**dict.fromkeys(keys), **dict(digests(table, keys))}


def _kept(found: list[tuple[Table, Rows]]) -> StoredFile:
    """One line of JSON a table: its name, its columns, the keys and the digests of the rows."""
    lines = [
        json.dumps(
            {"table": t.name, "columns": t.columns, "keys": list(rows), "digests": list(rows.values())}
        )
        for t, rows in found
    ]
    packed = gzip.compress("\n".join(lines).encode(), compresslevel=1, mtime=0)
    return files.keep(packed, name=f"{VERB}.jsonl.gz", kind="jsonl.gz")
