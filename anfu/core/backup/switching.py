"""Putting a restored folder in the place of the old one, name by name, so that a killed restore can go on."""

import json
import os
from pathlib import Path

from anfu.core.backup import layout

STAGE, JOURNAL = ".restoring", "switching.json"


def begin(home: Path, at: str, keep: set[str]) -> None:
    """Write down what is to be moved; from here on `go_on` ends the work, also after a kill. `keep` stays as it is."""
    stage = home / STAGE
    new = [name for name in layout.OWNED if (stage / name).exists() and name not in keep]
    old = [name for name in layout.used(home) if name not in keep]
    part = stage / "switching.part"
    with part.open("w", encoding="utf-8") as file:
        json.dump({"old": old, "new": new, "before": f"before-restore-{at}"}, file)
        file.flush()
        os.fsync(file.fileno())
    os.sync()  # everything restored is on the disk before the old is moved
    part.replace(stage / JOURNAL)


def waiting(home: Path) -> bool:
    """Whether a restore was killed between the first move and the last."""
    return (home / STAGE / JOURNAL).exists()


def go_on(home: Path) -> Path | None:
    """Move the old aside and the new in; returns the folder of the old, None where there was nothing."""
    stage = home / STAGE
    told = json.loads((stage / JOURNAL).read_text("utf-8"))
    before = home / told["before"]
    if told["old"]:
        before.mkdir(exist_ok=True)
    for name in layout.OWNED:
        if name in told["old"] and not (before / name).exists() and (home / name).exists():
            (home / name).rename(before / name)
        if name in told["new"] and (stage / name).exists():
            (stage / name).rename(home / name)
    os.sync()
    (stage / JOURNAL).unlink()
    return before if told["old"] else None
