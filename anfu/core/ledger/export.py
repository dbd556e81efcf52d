"""The ledger as lines of JSON, in the order of the tree, for whoever checks it elsewhere."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Sum

from anfu.core import exports
from anfu.core.actor import Actor
from anfu.core.ledger.order import unplaced
from anfu.core.models import LedgerEntry, LedgerLeaf, LedgerStream
from anfu.core.refusal import Refused

STEP = 2000
PURPOSES = {"proof": "核验台账有没有被改过", "audit": "审计检查", "incident": "查一件事的经过"}
FIELDS = ("index", "stream", "seq", "digest", "previous", "body")


def take(purpose: str, *, actor: Actor, on: date) -> Iterator[str]:
    """The lines, for a purpose; that they were taken is entered first, and is the last of them."""
    if purpose not in PURPOSES:
        raise Refused("没有导出：请选导出的用途。", field="purpose")
    entries = LedgerStream.objects.aggregate(n=Sum("length"))["n"] or 0
    scope = "全部" if actor.whole_city else "全部，别的地区没有正文"
    taken = exports.Taken("ledger", scope, entries, FIELDS)
    exports.enter("core.ledger_taken", taken, purpose=PURPOSES[purpose], actor=actor, on=on)
    return lines(actor)


def lines(actor: Actor) -> Iterator[str]:
    """One line an entry; those that the actor may not read come without their body. Last, entries without a place yet."""
    start = 0
    while places := list(LedgerLeaf.objects.filter(index__gte=start).order_by("index")[:STEP]):
        entries = _entries(places)
        for leaf in places:
            if entry := entries.get((leaf.stream, leaf.seq)):  # a deleted one leaves its gap
                yield _line(leaf.index, entry, actor)
        start = places[-1].index + 1
    yield from _unplaced(actor)


def _entries(places: list[LedgerLeaf]) -> dict[tuple[str, int], LedgerEntry]:
    found: dict[tuple[str, int], LedgerEntry] = {}
    for stream in {leaf.stream for leaf in places}:
        seqs = [leaf.seq for leaf in places if leaf.stream == stream]
        among = LedgerEntry.objects.filter(stream=stream, seq__gte=min(seqs), seq__lte=max(seqs))
        found |= {(entry.stream, entry.seq): entry for entry in among}
    return found


def _unplaced(actor: Actor) -> Iterator[str]:
    for entry in unplaced().iterator(STEP):
        yield _line(None, entry, actor)


def _line(index: int | None, entry: LedgerEntry, actor: Actor) -> str:
    told: dict[str, Any] = {"index": index, "stream": entry.stream, "seq": entry.seq, "digest": entry.digest}
    if actor.whole_city or entry.stream in actor.divisions:
        told |= {"previous": entry.previous, "body": entry.body}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"
