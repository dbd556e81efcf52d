"""Taking a file in: measured, counted, recognised, scanned, decoded, kept. Each step refuses with a sentence."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from anfu.core import files
from anfu.core.actor import Actor
from anfu.core.models import StoredFile
from anfu.core.models.file import Scan
from anfu.core.uploads import malware, quota
from anfu.core.uploads.examining import examined, measured
from anfu.core.uploads.names import shown_name
from anfu.core.uploads.purposes import EVIDENCE, TABLE, Purpose


@dataclass(frozen=True, slots=True)
class TakenTable:
    """A table that has passed the door: where it lies until it is kept, its name to show, and what a scanner said."""

    path: Path
    name: str
    scan: Scan


def take(upload: "IO[bytes] | Any", *, name: str, actor: Actor, purpose: Purpose = EVIDENCE) -> StoredFile:
    """Keep an uploaded document or picture as far as it is harmless; Refused (field `file`) with what is wrong.

    Pictures are written anew without place and time, PDF loses what runs in it; `name` is only shown.
    """
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "given", Path(folder) / "kept"
        quota.spend(actor, measured(upload, source, purpose))
        kind = examined(source, target, purpose)
        scan = malware.scan(source)
        with target.open("rb") as stream:
            return files.keep_stream(stream, name=shown_name(name, kind), kind=kind, scan=scan)


@contextmanager
def as_table(upload: "IO[bytes] | Any", *, name: str, actor: Actor) -> Iterator[TakenTable]:
    """An uploaded table within the limits, for as long as the block lasts; Refused with what is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "given"
        quota.spend(actor, measured(upload, source, TABLE))
        kind = examined(source, Path(folder) / "kept", TABLE)
        yield TakenTable(source, shown_name(name, kind), malware.scan(source))
