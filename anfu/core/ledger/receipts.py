"""A receipt: an entry, its place in the tree, and the proof that a signed checkpoint covers it."""

import base64
from typing import Any

from anfu.core.ledger import checkpoint, proofs
from anfu.core.models import LedgerEntry, LedgerLeaf


def receipt(entry: LedgerEntry) -> dict[str, Any]:
    """The receipt as it is downloaded; `proof` is None while no checkpoint covers the entry yet."""
    return {"format": "anfu-receipt-v1", "entry": _told(entry), "proof": _proof(entry)}


def _told(entry: LedgerEntry) -> dict[str, Any]:
    return {
        "stream": entry.stream,
        "seq": entry.seq,
        "previous": entry.previous,
        "digest": entry.digest,
        "body": entry.body,
    }


def _proof(entry: LedgerEntry) -> dict[str, Any] | None:
    leaf = LedgerLeaf.objects.filter(stream=entry.stream, seq=entry.seq).first()
    note = checkpoint.newest_note()
    if leaf is None or not note:
        return None
    point, folder = checkpoint.opened(note), checkpoint.folder()
    if leaf.index >= point.size:
        return None
    return {
        "index": leaf.index,
        "size": point.size,
        "root": encoded(point.root),
        "path": [encoded(step) for step in proofs.inclusion(folder, leaf.index, point.size)],
        "checkpoint": note,
    }


def encoded(digest: bytes) -> str:
    """A hash as base64 text."""
    return base64.b64encode(digest).decode()
