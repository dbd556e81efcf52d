"""Checkpoints that somebody kept outside: whether a database or a copy is older than they say, or another history (T38)."""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from anfu.core import clock
from anfu.core.ledger import checkpoint, notes, proofs
from anfu.core.ledger.anfu_verify import Bad, Checkpoint, Key, open_checkpoint, read_key
from anfu.core.models import LedgerEntry
from anfu.core.refusal import Refused

TAIL = 8192
ACCEPTED = "core.rollback_accepted"


def newest(place: Path, key: Key) -> Checkpoint | None:
    """The checkpoint that covers most, of a file or of a folder's files; Refused where it is not signed by the key."""
    paths = sorted(path for path in place.iterdir() if _is_checkpoint(path)) if place.is_dir() else [place]
    notes_ = [note for path in paths if path.is_file() and (note := last_note(path))]
    try:
        return max(
            (open_checkpoint(note, key) for note in notes_), key=lambda point: point.size, default=None
        )
    except Bad as why:
        raise Refused(f"{place} 里的检查点不对：{why}。") from why


def _is_checkpoint(path: Path) -> bool:
    return path.name == "checkpoint" or path.suffix == ".checkpoint" or path.name.startswith("checkpoints")


def last_note(path: Path) -> str:
    """The last checkpoint of a file, whatever its length; "" where it is empty."""
    with path.open("rb") as file:
        file.seek(max(os.fstat(file.fileno()).st_size - TAIL, 0))
        told = file.read().decode(errors="replace").replace("\r\n", "\n").strip("\n")
    return told.split("\n\n\n")[-1].strip("\n") + "\n" if told else ""


def behind(folder: Path, places: Iterable[Path]) -> str:
    """How a published folder is older than checkpoints in these places; "" where it is not.

    Refused where a checkpoint has another root than the folder at its size: another history.
    """
    if not (folder / "key").exists():
        return ""
    key = read_key((folder / "key").read_text("utf-8"))
    mine = newest(folder, key)
    size = mine.size if mine else 0
    found = [point for place in places if place.exists() and (point := newest(place, key))]
    for point in found:
        if 0 < point.size <= size and proofs.root(folder, point.size) != point.root:
            raise Refused(f"这里的历史与外面留着的检查点（{point.size} 条）不是同一个。")
    largest = max((point.size for point in found), default=0)
    if largest <= size:
        return ""
    return f"外面留着的检查点有 {largest} 条，这里的检查点只有 {size} 条，少了 {largest - size} 条"


def older_than_kept() -> str:
    """Why the database is older than the checkpoints of ANFU_LEDGER_KEPT, unless that was accepted; "" otherwise."""
    point = _kept()
    accepted = LedgerEntry.objects.filter(verb=ACCEPTED).order_by("-id").first()
    if point is None or (
        accepted and datetime.fromtimestamp(point.time or 0, tz=clock.now().tzinfo) <= accepted.at
    ):
        return ""
    folder = checkpoint.folder()
    mine = checkpoint.newest()
    if mine is None or mine.size < point.size:
        return f"外面留着的检查点有 {point.size} 条，数据库的检查点只有 {mine.size if mine else 0} 条"
    if proofs.root(folder, point.size) != point.root:
        return f"第 {point.size} 条以前与外面留着的检查点不是同一个历史"
    return ""


def _kept() -> Checkpoint | None:
    place = Path(settings.LEDGER_KEPT) if settings.LEDGER_KEPT else None
    if place is None or not place.exists():
        return None
    return newest(place, read_key(notes.verifier_key()))
