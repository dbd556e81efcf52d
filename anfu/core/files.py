"""Files by hash: the same bytes once, never served from the app's own origin as anything that runs."""

import hashlib
import os
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from anfu.core import clock
from anfu.core.models import StoredFile
from anfu.core.models.file import Scan

CHUNK = 1024 * 1024


def path(stored: StoredFile) -> Path:
    """Where the bytes lie."""
    return _place(stored.sha256)


def keep(data: bytes, *, name: str, kind: str) -> StoredFile:
    """Keep bytes in memory; returns the row of the file, an existing one where the bytes are known."""
    sha256 = hashlib.sha256(data).hexdigest()
    target = _place(sha256)
    if not _touched(target):
        part = _part(target)
        with part.open("wb") as out:
            out.write(data)
            _onto_disk(out)
        _put(part, target)
    return _row(sha256, len(data), name, kind)


def keep_stream(stream: BinaryIO, *, name: str, kind: str, scan: Scan = Scan.UNSCANNED) -> StoredFile:
    """Keep a large file without holding it in memory. What people upload comes through `core.uploads`."""
    root = Path(settings.FILES_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    part = _part(root / f"incoming-{id(stream)}")
    with part.open("wb") as out:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
        _onto_disk(out)
    target = _place(digest.hexdigest())
    _put(part, target)
    return _row(digest.hexdigest(), size, name, kind, scan)


def intact(stored: StoredFile) -> bool:
    """Whether the bytes are there and still have their hash."""
    place = path(stored)
    if not place.is_file():
        return False
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == stored.sha256


def _place(sha256: str) -> Path:
    folder = Path(settings.FILES_ROOT) / sha256[:2]
    folder.mkdir(parents=True, exist_ok=True)
    return folder / sha256


def _touched(target: Path) -> bool:
    """Whether the bytes are there already; then they count as kept just now, which sweepers heed."""
    try:
        os.utime(target)
    except FileNotFoundError:
        return False
    return True


def _onto_disk(out: BinaryIO) -> None:
    """A row that names the file is committed after this, so the bytes must outlive a power cut."""
    out.flush()
    os.fsync(out.fileno())


def _put(part: Path, target: Path) -> None:
    part.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _part(target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return target.with_name(f"{target.name}.{clock.now().timestamp():.6f}.part")


def _row(sha256: str, size: int, name: str, kind: str, scan: Scan = Scan.UNSCANNED) -> StoredFile:
    """An existing row is stored anew, under its lock: whoever clears away old files then leaves it."""
    known = StoredFile.objects.filter(sha256=sha256)
    while not known.update(stored_at=clock.now()):
        row, made = known.get_or_create(
            sha256=sha256,
            defaults={
                "size": size,
                "kind": kind[:40],
                "name": name[:200],
                "stored_at": clock.now(),
                "scan": scan,
            },
        )
        if made:
            return row
    if scan == Scan.CLEAN:
        known.exclude(scan=Scan.CLEAN).update(scan=scan)
    return known.get()
