"""Writing an entry: lock the stream's head, chain, append."""

import logging
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from anfu.core import clock, files
from anfu.core.actor import Actor
from anfu.core.ledger import guard
from anfu.core.ledger.chain import canonical, digest
from anfu.core.models import LedgerEntry, LedgerStream, StoredFile
from anfu.core.refusal import Refused

CITY = "330700"
DRIFT = timedelta(seconds=2)
logger = logging.getLogger("anfu.ledger")


def record(
    verb: str,
    subject: str,
    *,
    actor: Actor,
    on: date,
    stream: str | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    rows: StoredFile | None = None,
) -> LedgerEntry:
    """Append one entry in the running transaction.

    `subject` names the thing (`enterprise:91330784MA00AB1C6J`), `on` is the day from which it holds, `stream` the
    county-level division it concerns (the city's own where none is given). Raises RuntimeError outside a transaction,
    Refused where the clock has been set back.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(
            "a ledger entry belongs to the transaction of its change: wrap the action in atomic()"
        )
    head = _lock(stream or CITY)
    at = _not_before(head.last_at)
    body = canonical(
        {
            "stream": head.code,
            "seq": head.length + 1,
            "at": at.isoformat(),
            "verb": verb,
            "subject": subject,
            "actor": {"id": actor.user_id, "name": actor.name, "office": actor.office, "role": actor.role},
            "on": on.isoformat(),
            "before": before or {},
            "after": after or {},
            "rows": rows.sha256 if rows else None,
        }
    )
    entry = LedgerEntry(
        stream=head.code,
        seq=head.length + 1,
        at=at,
        verb=verb,
        subject=subject,
        actor_id=actor.user_id,
        rows=rows,
        body=body,
        previous=head.head,
        digest=digest(head.head, body),
    )
    entry.save(force_insert=True)
    LedgerStream.objects.filter(pk=head.pk).update(length=entry.seq, head=entry.digest, last_at=at)
    guard.entry_written()
    return entry


def record_rows(
    verb: str,
    subject: str,
    rows: Iterable[Mapping[str, Any]] | bytes,
    *,
    actor: Actor,
    on: date,
    stream: str | None = None,
    after: Mapping[str, Any] | None = None,
) -> LedgerEntry:
    """One entry for bulk work: the rows (JSON lines) are kept as a file, and the entry holds their digest."""
    data = rows if isinstance(rows, bytes) else "\n".join(canonical(row) for row in rows).encode()
    stored = files.keep(data, name=f"{verb}.jsonl", kind="jsonl")
    return record(verb, subject, actor=actor, on=on, stream=stream, after=after, rows=stored)


def wait_turn(stream: str | None = None) -> None:
    """Take the stream before the rows: for writers who may add the same unique rows, each in another order.

    Else one holds the row that the other waits for, while the other holds the stream.
    """
    _lock(stream or CITY)


def _not_before(last: datetime | None) -> datetime:
    """Now; Refused where the clock was set back behind the stream's last entry (T12)."""
    at = clock.now()
    if last is not None and at < last - DRIFT:
        logger.error("the clock stands at %s, behind the ledger's last entry of %s", at, last)
        raise Refused("服务器的时间比台账最后一条还早，什么都没有保存。请让管理员先校准时间。")
    return at


def _lock(code: str) -> LedgerStream:
    LedgerStream.objects.get_or_create(code=code)
    return LedgerStream.objects.select_for_update().get(code=code)
