"""`python -m tests.hostile.driver FOLDER`: puts each file through the door and prints what it cost, a JSON line each.

Without database: what of an upload is looked at before it is kept. Its own memory peak is taken anew for each file.
"""

import json
import os
import resource
import sys
import tempfile
from pathlib import Path

import django


def judged(place: Path) -> dict[str, object]:
    room, name = place.name.split("+", 1)
    Path("/proc/self/clear_refs").write_text("5")
    started = seconds()
    verdict, told, kept = taken(place, room)
    return {
        "name": f"{room}+{name}",
        "verdict": verdict,
        "told": told,
        "kept": kept.decode("latin-1"),
        "seconds": round(seconds() - started, 2),
        "mb": peak() // 1024,
        "child_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }


def taken(place: Path, room: str) -> tuple[str, str, bytes]:
    from anfu.core.intake.reading import open_table
    from anfu.core.refusal import Refused
    from anfu.core.uploads.examining import examined, measured
    from anfu.core.uploads.purposes import EVIDENCE, TABLE

    purpose = EVIDENCE if room in ("pictures", "documents") else TABLE
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "given", Path(folder) / "kept"
        try:
            with place.open("rb") as stream:
                measured(stream, source, purpose)
            examined(source, target, purpose)
            if purpose is TABLE:
                for chunk in open_table(source).chunks():
                    chunk.frame.height  # noqa: B018
        except Refused as refusal:
            return "refused", refusal.message, b""
        except Exception as fall:
            return "fell", repr(fall), b""
        return "taken", "", target.read_bytes()[:2_000_000] if target.exists() else b""


def seconds() -> float:
    """Of the processor, this process and the decoders together, so that a busy machine changes nothing."""
    mine, theirs = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime


def peak() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anfu.settings.test")
    django.setup()
    for place in sorted(Path(sys.argv[1]).iterdir()):
        print(json.dumps(judged(place)), flush=True)
