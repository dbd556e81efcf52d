"""Whether the platform is running on this machine: web and worker hold a lock that a restore must have alone."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

from anfu.core.refusal import Refused

NAME = ".running.lock"
_held: list[IO[str]] = []


def hold() -> None:
    """For this process's life: no restore may begin. Refused while one is at work, or was left half done."""
    if (Path(settings.HOME) / ".restoring" / "switching.json").exists():
        raise Refused("上一次恢复做到一半就断了，没有启动。请再运行一次同样的 anfu restore。")
    if not _held:
        _held.append(_locked(fcntl.LOCK_SH, "正在恢复备份，没有启动。等它做完再来。"))


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else runs on this home until the block ends; Refused where somebody does."""
    file = _locked(fcntl.LOCK_EX, "网站或后台还在运行，没有恢复。请先停下 anfu serve 和 anfu work。")
    try:
        yield
    finally:
        file.close()


def _locked(kind: int, taken: str) -> IO[str]:
    home = Path(settings.HOME)
    home.mkdir(parents=True, exist_ok=True)
    file = (home / NAME).open("a")
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError as why:
        file.close()
        raise Refused(taken) from why
    return file
