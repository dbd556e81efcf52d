"""Restoring: unpack beside, check, compare with what is kept outside, and only then change places with the old."""

import json
import os
import shutil
import subprocess  # nosec B404
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from pyrage import x25519

from anfu.core import clock, jobs, running
from anfu.core.backup import layout, reading, schemas, switching
from anfu.core.ledger import outside, tiles
from anfu.core.refusal import Refused


@dataclass
class Restored:
    """What stands there now. `older` says how the copy is older than checkpoints outside; `before` where the old lies."""

    made_at: str
    entries: int
    files: int
    older: str = ""
    before: str = ""


@dataclass(frozen=True)
class Asked:
    """What to restore, with what, and whether the old may be moved aside; `kept` = checkpoints kept outside."""

    archive: Path
    identity: x25519.Identity
    replace: bool = False
    kept: Path | None = None


def restore(asked: Asked, progress: jobs.Progress = lambda done, total, note="": None) -> Restored:
    """Put the backup in place of an empty home, or with `replace` of a used one, whose parts are moved aside.

    Refused, with nothing changed, where the platform runs, the copy is damaged or of a newer version, or its ledger
    does not hold.
    """
    home, at = Path(settings.HOME), f"{clock.now():%Y%m%d-%H%M%S}"
    with running.alone():
        if switching.waiting(home):
            return _finished(home, progress)
        _refuse_used(home, asked.replace)
        stage = _fresh(home)
        progress(0, 4, "解密、解包、核对")
        read = reading.read(asked.archive, asked.identity, stage)
        _refuse_unfit(read.manifest)
        _rebuild_tiles(stage / "ledger")
        result = Restored(read.manifest["made_at"], read.manifest["entries"], read.files)
        with ExitStack() as undo:
            if connection.vendor == "postgresql":
                progress(1, 4, "恢复数据库")
                dump = stage / "database.dump"
                result.before = undo.enter_context(schemas.in_place(dump, at))
                dump.unlink()
            progress(2, 4, "核对台账")
            _refuse_bad_ledger(stage)
            result.older = outside.behind(stage / "ledger", _kept(home, asked.kept))
            (stage / "result.json").write_text(json.dumps(vars(result)), "utf-8")
            # What was published already stays published: the start then asks to accept the older database.
            keep = {"ledger"} if outside.behind(stage / "ledger", [home / "ledger"]) else set()
            switching.begin(home, at, keep)
        return _finished(home, progress)


def _kept(home: Path, more: Path | None) -> list[Path]:
    """Where newer checkpoints may lie: what this home has published, and what is kept outside."""
    told = [home / "ledger", more, Path(settings.LEDGER_KEPT) if settings.LEDGER_KEPT else None]
    return [place for place in told if place is not None]


def _finished(home: Path, progress: jobs.Progress) -> Restored:
    progress(3, 4, "换上")
    moved = switching.go_on(home)
    stage = home / switching.STAGE
    result = Restored(**json.loads((stage / "result.json").read_text("utf-8")))
    result.before = " ".join(filter(None, [result.before, str(moved or "")]))
    shutil.rmtree(stage)
    return result


def _refuse_used(home: Path, replace: bool) -> None:
    # Keys alone are no data: the first command that runs in an empty home makes them.
    used = [name for name in layout.used(home) if name not in layout.KEYS]
    if connection.vendor == "postgresql" and not schemas.is_empty():
        used.append("PostgreSQL")
    if used and not replace:
        raise Refused(
            f"{home} 里已经有数据（{'、'.join(used)}），没有恢复。确实要换掉，加 --replace；旧的会留在旁边。"
        )


def _fresh(home: Path) -> Path:
    stage = home / switching.STAGE
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True, mode=0o700)
    return stage


def _refuse_unfit(manifest: dict[str, Any]) -> None:
    if manifest["vendor"] != connection.vendor:
        raise Refused(f"这份备份来自 {manifest['vendor']}，现在用的是 {connection.vendor}，不能直接恢复。")
    loader = MigrationLoader(None)
    ours = {f"{app}.{name}" for app, name in loader.disk_migrations}
    apps = {app for app, _ in loader.disk_migrations}
    newer = [name for name in manifest["migrations"] if name.split(".")[0] in apps and name not in ours]
    if newer:
        raise Refused(f"这份备份是更新的版本做的（{newer[0]}），这个版本不能用。请换用新版本恢复。")


def _rebuild_tiles(folder: Path) -> None:
    leaves = folder / "leaves.bin"
    if not leaves.exists():
        return
    start = 0
    for hashes in _pieces(leaves):
        tiles.write(folder, start, hashes)
        start += len(hashes)


def _pieces(leaves: Path, step: int = 4096) -> Iterator[list[bytes]]:
    with leaves.open("rb") as file:
        while data := file.read(step * tiles.HASH):
            yield [data[i : i + tiles.HASH] for i in range(0, len(data), tiles.HASH)]


def _refuse_bad_ledger(stage: Path) -> None:
    """Read the restored ledger by a process whose home is the stage."""
    command = [sys.executable, "-m", "anfu.cli.main", "ledger", "verify", "--json"]
    done = subprocess.run(  # noqa: S603  # nosec B603
        command, env=os.environ | {"ANFU_HOME": str(stage)}, capture_output=True, text=True
    )
    if done.returncode:
        raise Refused(f"备份里的台账核不过，没有换上：{(done.stdout + done.stderr).strip()[-500:]}")
