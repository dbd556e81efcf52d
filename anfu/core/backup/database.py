"""A consistent copy of the database, as one file: SQLite's online backup, or pg_dump of one snapshot."""

import os
import shutil
import sqlite3
import subprocess  # nosec B404
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from anfu.core.refusal import Refused

PAGES = 2048
FILES = {"sqlite": "anfu.sqlite3", "postgresql": "database.dump"}
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Snapshot:
    """What the copy holds: entries of the ledger, how many of them have their place, the migrations."""

    entries: int
    placed: int
    migrations: list[str]


def copy(target: Path, told: Told = lambda done, total: None) -> Snapshot:
    """Copy the database while others read and write. `target` is made readable by its owner only."""
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return _sqlite(target, told) if connection.vendor == "sqlite" else _postgresql(target)


def _sqlite(target: Path, told: Told) -> Snapshot:
    connection.ensure_connection()
    with sqlite3.connect(target) as into:
        connection.connection.backup(
            into, pages=PAGES, progress=lambda _, left, total: told(total - left, total)
        )
        into.execute("PRAGMA journal_mode=DELETE")
        (well,) = into.execute("PRAGMA integrity_check").fetchone()
        broken = into.execute("PRAGMA foreign_key_check").fetchone()
        if well != "ok" or broken:
            raise Refused(
                f"数据库自己就有损坏（{well if well != 'ok' else broken}），没有备份。请先按事件处置。"
            )
        snapshot = _told_by(lambda sql: into.execute(sql).fetchall())
    into.close()
    return snapshot


def _postgresql(target: Path) -> Snapshot:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        snapshot = _told_by(lambda sql: cursor.execute(sql).fetchall())
        cursor.execute("SELECT pg_export_snapshot()")
        name = cursor.fetchone()[0]
        command = [
            "--format=custom",
            "--schema=public",
            "--no-owner",
            "--no-privileges",
            f"--snapshot={name}",
        ]
        program("pg_dump", *command, f"--file={target}")
    program("pg_restore", "--list", str(target), reads=False)
    return snapshot


def _told_by(rows: Callable[[str], list[Any]]) -> Snapshot:
    entries = rows("SELECT count(*) FROM core_ledgerentry")[0][0]
    placed = rows("SELECT coalesce(max(size), 0) FROM core_ledgerlog")[0][0]
    applied = rows("SELECT app, name FROM django_migrations ORDER BY app, name")
    return Snapshot(entries, placed, [f"{app}.{name}" for app, name in applied])


def program(name: str, *arguments: str, reads: bool = True) -> str:
    """Run a program of PostgreSQL on the database in use; what it prints. Refused with its first line where it fails.

    The password goes by the environment, since anybody may see a command line.
    """
    done = subprocess.run(  # noqa: S603  # nosec B603
        [_found(name), *arguments],
        env=os.environ | (_environment() if reads else {}),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["没有说明"])[0]
        full = "No space left" in done.stderr
        raise Refused("磁盘满了，没有写完。请腾出空间后再来一次。" if full else f"{name} 没有成功：{said}")
    return done.stdout


def _found(name: str) -> str:
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name.zfill(4))
    path = shutil.which(name, path=os.pathsep.join([*map(str, reversed(homes)), os.environ.get("PATH", "")]))
    if path is None:
        raise Refused(f"这台机器上没有 {name}。请装 PostgreSQL 的客户端（postgresql-client）。")
    return path


def _environment() -> dict[str, str]:
    facts = connection.settings_dict
    told = {"PGHOST": facts["HOST"], "PGPORT": facts["PORT"], "PGUSER": facts["USER"],
            "PGPASSWORD": facts["PASSWORD"], "PGDATABASE": facts["NAME"]}  # fmt: skip
    told |= {f"PG{name.upper()}": v for name, v in facts["OPTIONS"].items() if name.startswith("ssl")}
    return {name: str(value) for name, value in told.items() if value}
