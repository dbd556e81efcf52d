"""Making a backup: a copy of the database, then everything it refers to, encrypted as it is written, then read back."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.db import connection

from anfu.core import clock, files, jobs
from anfu.core.backup import database, layout, reading
from anfu.core.backup.keys import Key
from anfu.core.backup.streams import closing_into
from anfu.core.ledger import checkpoint, tiles
from anfu.core.models import StoredFile
from anfu.core.refusal import Refused

STEP, NAMED = 500, 20
SUFFIX = ".anfu-backup.age"


@dataclass
class Made:
    """A finished backup. `damaged` names kept files (at most NAMED) that were missing or changed at home already."""

    path: Path
    bytes: int = 0
    files: int = 0
    entries: int = 0
    read_back: str = ""  # whole | bytes: opened and checked, or only compared byte by byte
    damaged: list[str] = field(default_factory=list)


def make(to: Path, key: Key, progress: jobs.Progress = lambda done, total, note="": None) -> Made:
    """Write a backup to a new file, or into a folder under a name with the time; nothing is left of a failed one."""
    at = clock.now()
    target = to / f"anfu-{at:%Y%m%d-%H%M%S}{SUFFIX}" if to.is_dir() else to
    if target.exists():
        raise Refused(f"{target} 已经有了，没有覆盖。换一个文件名，或者给一个文件夹。")
    part = target.with_name(f"{target.name}.part")
    made = Made(target)
    try:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            digest = _write(file, key, made, at, progress)
        progress(0, 0, "读回来核对")
        made.read_back = reading.read_back(part, key, digest)
        part.replace(target)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    made.bytes = target.stat().st_size
    return made


def _write(file: IO[bytes], key: Key, made: Made, at: datetime, progress: jobs.Progress) -> str:
    """The whole archive, on the disk when this returns; the SHA-256 of what was written."""
    hashing = _Hashing(file)
    published = _published()  # before the database: a checkpoint must not cover more than the copy holds
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=settings.HOME) as folder:
        name = database.FILES[connection.vendor]
        copied = Path(folder) / name
        snapshot = database.copy(copied, lambda done, total: progress(done, total, "复制数据库"))
        made.entries = snapshot.entries
        manifest = {"format": layout.FORMAT, "made_at": at.isoformat(), "vendor": connection.vendor} | asdict(
            snapshot
        )
        with (
            closing_into(cast(IO[bytes], hashing), key.recipient) as plain,
            tarfile.open(fileobj=plain, mode="w|") as tar,
        ):
            _add(tar, layout.MANIFEST, json.dumps(manifest).encode())
            checked = _add_file(tar, name, copied)
            copied.unlink()
            _add_small(tar, published)
            _add_kept(tar, made, progress)
            end = {"database": checked, "files": made.files}
            _add(tar, layout.END, json.dumps(end).encode())
    file.flush()
    os.fsync(file.fileno())
    return hashing.digest.hexdigest()


@dataclass(frozen=True)
class _Published:
    """The ledger's public files as they were at one moment: the newest checkpoint, and how much of the lists it covers."""

    note: str
    listed: int
    leaves: int


def _published() -> _Published | None:
    note = checkpoint.newest_note()
    if not note:
        return None
    listed = (checkpoint.folder() / "checkpoints.txt").stat().st_size
    note = checkpoint.newest_note()  # after the list, so that the list names none that is newer
    return _Published(note, listed, checkpoint.opened(note).size * tiles.HASH)


def _add_small(tar: tarfile.TarFile, published: _Published | None) -> None:
    for name in layout.KEYS:
        path = Path(settings.HOME) / name
        if path.exists():
            _add(tar, name, path.read_bytes())
    if published:
        folder = checkpoint.folder()
        _add(tar, "ledger/checkpoint", published.note.encode())
        _add(tar, "ledger/key", (folder / "key").read_bytes())
        _add_file(tar, "ledger/checkpoints.txt", folder / "checkpoints.txt", published.listed)
        _add_file(tar, "ledger/leaves.bin", folder / "leaves.bin", published.leaves)


def _add_kept(tar: tarfile.TarFile, made: Made, progress: jobs.Progress) -> None:
    total = StoredFile.objects.count()
    for stored in _all_kept():
        if files.intact(stored):
            _add_file(tar, f"files/{stored.sha256[:2]}/{stored.sha256}", files.path(stored))
            made.files += 1
        elif len(made.damaged) < NAMED:
            made.damaged.append(stored.sha256)
        if made.files % STEP == 0:
            progress(made.files, total, "收文件")


def _all_kept() -> Iterator[StoredFile]:
    """Every kept file, some rows at a time, so that no long reading holds the database."""
    last = ""
    while rows := list(StoredFile.objects.filter(sha256__gt=last).order_by("sha256")[:STEP]):
        yield from rows
        last = rows[-1].sha256


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(data), 0o600
    tar.addfile(info, io.BytesIO(data))


def _add_file(tar: tarfile.TarFile, name: str, path: Path, size: int | None = None) -> str:
    """The first `size` bytes of a file (or all); their SHA-256."""
    with path.open("rb") as file:
        reader = _Hashing(file)
        info = tarfile.TarInfo(name)
        info.size, info.mode = path.stat().st_size if size is None else size, 0o600
        tar.addfile(info, cast(IO[bytes], reader))
    return reader.digest.hexdigest()


class _Hashing:
    """A file whose bytes are counted into a digest as they pass."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.digest.update(data)
        return data

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self.file.write(data)

    def flush(self) -> None:
        self.file.flush()


def as_plain(made: Made) -> dict[str, Any]:
    """For JSON."""
    return asdict(made) | {"path": str(made.path)}
