"""Whether this installation can do its work now, in one word."""

import os
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max

from anfu.core import clock
from anfu.core.models import PeriodicRun

# One round of sending may hold the worker's clock for some minutes; a longer silence is no life.
SILENCE = timedelta(minutes=5)
SPACE = 64 * 1024 * 1024


def trouble() -> str:
    """What is wrong first: database, migrations, worker or folder; "" where all is well."""
    try:
        if not _migrated():
            return "migrations"
        if (silent := worker_silence()) is None or silent > SILENCE:
            return "worker"
    except DatabaseError:
        return "database"
    return "" if _room_to_write() else "folder"


def worker_silence() -> timedelta | None:
    """How long ago a worker last did something that comes round; None where none ever did."""
    last: datetime | None = PeriodicRun.objects.aggregate(last=Max("slot"))["last"]
    return clock.now() - last if last else None


def _migrated() -> bool:
    return _ours() <= set(MigrationRecorder(connection).applied_migrations())


@cache
def _ours() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


def _room_to_write() -> bool:
    home = Path(settings.HOME)
    try:
        disk = os.statvfs(home)
    except OSError:
        return False
    return os.access(home, os.W_OK) and disk.f_bavail * disk.f_frsize > SPACE
