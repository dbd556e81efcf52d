"""What was published before a day began and nobody could choose: the root of one of the ledger's checkpoints."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.utils import timezone

from anfu.core.ledger import checkpoint

BLOCK = 1 << 16
BETWEEN = b"\n\n\n"  # notes of the file
# An hour before midnight: by the day's beginning every process finds the same file up to there.
AHEAD = timedelta(hours=1)


def seed_of(day: date) -> str:
    """The root (base64) of the last checkpoint made by 23:00 of the day before; "" where there was none."""
    limit = (timezone.make_aware(datetime.combine(day, time.min)) - AHEAD).timestamp()
    path = checkpoint.folder() / "checkpoints.txt"
    for note in _backwards(path) if path.is_file() else ():
        lines = note.split("\n")
        made = next((int(line[5:]) for line in lines if line.startswith("time ")), None)
        if made is not None and made <= limit:
            return lines[2]
    return ""


def _backwards(path: Path) -> Iterator[str]:
    """The notes of the file, the newest first, without reading more of it than is asked for."""
    with path.open("rb") as file:
        at, rest = file.seek(0, 2), b""
        while at:
            at, size = max(at - BLOCK, 0), min(BLOCK, at)
            file.seek(at)
            first, *whole = (file.read(size) + rest).split(BETWEEN)
            rest = first
            yield from (note.decode().strip("\n") for note in reversed(whole) if note.strip())
        if rest.strip():
            yield rest.decode().strip("\n")
