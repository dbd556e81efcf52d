"""Web and worker as one group of processes: started together, restarted when one dies, stopped together."""

import http.client
import os
import shutil
import signal
import socket
import subprocess  # nosec B404
import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from django.conf import settings

from anfu.core.monitoring import counted
from anfu.core.refusal import Refused

GRACE = 20
DEATHS_A_MINUTE = 5


def refuse_taken_port(host: str, port: int) -> None:
    """One clear line where somebody else listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise Refused(f"端口 {port} 被别的程序占用。换一个：make run PORT={port + 1}") from problem


def web_command(host: str, port: int, workers: int) -> list[str]:
    """The command of the web server."""
    options = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers)]
    rest = ["--blocking-threads", "4", "--workers-kill-timeout", str(GRACE), "--respawn-failed-workers"]
    return [
        sys.executable,
        "-m",
        "granian",
        *options,
        *rest,
        "--log-level",
        "warning",
        "anfu.site.wsgi:application",
    ]


def worker_command() -> list[str]:
    """The command of the worker."""
    return [sys.executable, "-m", "anfu.cli.main", "work"]


def run(web: list[str], worker: list[str], up: Callable[[], bool], tell: Callable[[], None]) -> int:
    """Run until Ctrl-C or SIGTERM; returns the exit code.

    The worker begins, and `tell` is called, once `up` says that the site answers: until then both cores load the site.
    """
    stopping = False

    def stop(signum: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    count_together()
    children = [_start(web)]
    deaths: deque[float] = deque(maxlen=DEATHS_A_MINUTE)
    try:
        while not stopping:
            if len(children) == 1 and up():
                children.append(_start(worker))
                tell()
            children = [child if child.poll() is None else _again(child, deaths) for child in children]
            time.sleep(0.1)
    finally:
        _stop(children)
    return 0


def answers(host: str, port: int) -> bool:
    """Whether the site gives an answer there, whatever it says."""
    asking = http.client.HTTPConnection(host, port, timeout=1)
    try:
        asking.request("HEAD", "/")
        asking.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asking.close()
    return True


def count_together() -> None:
    """The web processes share their counts in a folder, which begins empty with each start."""
    folder = Path(settings.HOME) / counted.FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ[counted.SHARED] = str(folder)


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    # A session of its own, so that Ctrl-C reaches only the parent, which then stops the children in order.
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603  # nosec B603


def _again(child: subprocess.Popen[bytes], deaths: deque[float]) -> subprocess.Popen[bytes]:
    deaths.append(time.monotonic())
    if len(deaths) == deaths.maxlen and deaths[-1] - deaths[0] < 60:
        raise Refused("网站反复退出，已停止。请看上面的错误信息。")
    return _start(list(child.args))  # type: ignore[arg-type]


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(GRACE + 10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
