"""Checkpoints: the log's size and root, signed, as files that anybody may fetch, keep and compare.

`checkpoint` is the newest, `checkpoints.txt` all of them, `leaves.bin` every leaf hash, `tile/` the tree, `key` the
public key. Files are written after the places are committed and before the checkpoint that covers them.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from anfu.core import clock, jobs
from anfu.core.ledger import notes, order, proofs, tiles
from anfu.core.ledger.anfu_verify import Bad, Checkpoint, open_checkpoint, read_key
from anfu.core.models import LedgerLog, LedgerStream
from anfu.core.refusal import Refused

EVERY, LOOK = timedelta(minutes=1), timedelta(seconds=5)
ENTRIES = 1000
ALARM = timedelta(minutes=10)


def folder() -> Path:
    """Where the public files lie; a web server may hand them out as they are."""
    return Path(settings.HOME) / "ledger"


def newest() -> Checkpoint | None:
    """The newest checkpoint, verified; None before the first. Refused where the file is not signed by our key."""
    note = newest_note()
    return opened(note) if note else None


def newest_note() -> str:
    """The newest checkpoint as it was signed; "" before the first."""
    path = folder() / "checkpoint"
    return path.read_text("utf-8") if path.exists() else ""


def opened(note: str) -> Checkpoint:
    """What a note of ours says; Refused where it is not signed by our key."""
    try:
        return open_checkpoint(note, read_key(notes.verifier_key()))
    except Bad as why:
        raise Refused(f"检查点文件不对：{why}。请核对 {folder()} 和密钥是不是这套系统的。") from why


def waiting() -> int:
    """How many entries no checkpoint covers yet."""
    covered = newest()
    written = sum(LedgerStream.objects.values_list("length", flat=True))
    return max(written - (covered.size if covered else 0), 0)


def made_at(point: Checkpoint) -> datetime:
    """When the checkpoint was signed."""
    return datetime.fromtimestamp(point.time or 0, tz=clock.now().tzinfo)


@jobs.periodic("core.checkpoint", EVERY)
def each_minute() -> None:
    """The newest checkpoint is never older than a minute while a worker runs."""
    make_checkpoint()


def make_checkpoint() -> Checkpoint | None:
    """Cover every committed entry with a signed checkpoint and publish it; None while there is no entry.

    Refused where the database has fewer entries than the published checkpoint, or others in their place.
    """
    size = order.give_places()
    if not size:
        return None
    with transaction.atomic():  # only for the lock: two processes must not write the same files
        size = order.lock_log().size
        before = newest()
        old = before.size if before else 0
        if reason := older_database():
            raise Refused(f"没有做检查点：{reason}。数据库退回到了旧的备份，或被换过。")
        _extend(old, size)
        root = proofs.root(folder(), size)
        _publish(notes.sign(size, root, clock.now()), added=size > old)
    return newest()


@jobs.periodic("core.checkpoint_of_many", LOOK)
def after_many() -> None:
    """Make a checkpoint before the minute is over where ENTRIES entries wait."""
    if waiting() >= ENTRIES:
        make_checkpoint()


def _extend(old: int, size: int) -> None:
    """Tiles and leaves from `old` on; what a killed process left half done is written over."""
    home = folder()
    home.mkdir(parents=True, exist_ok=True)
    (home / "key").write_text(notes.verifier_key() + "\n", "utf-8")
    with (home / "leaves.bin").open("r+b" if (home / "leaves.bin").exists() else "w+b") as file:
        file.truncate(old * tiles.HASH)
        file.seek(old * tiles.HASH)
        for start in range(old, size, order.STEP):
            hashes = list(order.leaf_hashes(start, min(size, start + order.STEP)))
            tiles.write(home, start, hashes)
            file.write(b"".join(hashes))
        file.flush()
        os.fsync(file.fileno())


def _publish(note: str, *, added: bool) -> None:
    home = folder()
    if added:
        with (home / "checkpoints.txt").open("a", encoding="utf-8") as file:
            file.write(note + "\n\n")
            file.flush()
            os.fsync(file.fileno())
    part = home / "checkpoint.part"
    with part.open("w", encoding="utf-8") as file:
        file.write(note)
        file.flush()
        os.fsync(file.fileno())
    part.replace(home / "checkpoint")


def older_database() -> str:
    """Why the database is older than the newest checkpoint file, or other than it; "" where it is not."""
    point = newest()
    if point is None:
        return ""
    log = LedgerLog.objects.filter(pk=1).first()
    size = log.size if log else 0
    if size < point.size:
        return f"已公布的检查点有 {point.size} 条，数据库只有 {size} 条"
    last = next(order.leaf_hashes(point.size - 1, point.size), b"")
    if last != tiles.node(folder(), 0, point.size - 1):
        return f"第 {point.size} 条与已公布的检查点不是同一条"
    return ""
