"""Back-ups that come round: where ANFU_BACKUP_TO names a folder, one every ANFU_BACKUP_EVERY_HOURS, the last ones kept."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from anfu.core import clock, jobs
from anfu.core.actor import platform
from anfu.core.backup import keys, making
from anfu.core.models import Job, JobState
from anfu.core.refusal import Refused

JOB = "core.backup"
LOOK = timedelta(minutes=10)


def there() -> list[Path]:
    """The back-ups in the folder, the newest first."""
    found = Path(settings.BACKUP_TO).glob(f"anfu-*{making.SUFFIX}") if settings.BACKUP_TO else []
    return sorted(found, reverse=True)


@jobs.periodic("core.backup", LOOK)
def when_due() -> None:
    """Queue a back-up where the newest is too old, unless one waits already."""
    if (
        not settings.BACKUP_TO
        or Job.objects.filter(kind=JOB, state__in=(JobState.QUEUED, JobState.RUNNING)).exists()
    ):
        return
    newest = next(iter(there()), None)
    every = timedelta(hours=settings.BACKUP_EVERY_HOURS)
    if newest is None or clock.now() - _at(newest) >= every:
        jobs.enqueue(JOB, {}, actor=platform())


@jobs.job(JOB)
def back_up(arguments: dict[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    """One back-up into the folder; older ones than the last ANFU_BACKUP_KEEP go. Refused where files were damaged."""
    to = Path(settings.BACKUP_TO)
    if not to.is_dir():
        raise Refused(f"备份文件夹 {to} 不在（盘没有挂上？），没有备份。")
    made = making.make(to, keys.read(Path(settings.BACKUP_KEY)), progress)
    for old in there()[max(settings.BACKUP_KEEP, 1) :]:
        old.unlink()
    if made.damaged:
        raise Refused(
            f"备份已写好（{made.path.name}），但有文件在平台上就已损坏或不见：{'、'.join(made.damaged)}。"
        )
    return making.as_plain(made)


def _at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
