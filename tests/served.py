"""A real site of our own: `anfu serve` with the demo city, in a folder and on a port nobody else uses."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(
    home: Path, *options: str, wait: float = 240, more: Mapping[str, str] = MappingProxyType({})
) -> Iterator[str]:
    """Run the site until the block ends; gives its address. RuntimeError with its output if it does not come up.

    `more`: what its environment is to say besides.
    """
    port = free_port()
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    environment |= {"ANFU_HOME": str(home), "PYTHONUNBUFFERED": "1", **more}
    command = [sys.executable, "-m", "anfu.cli.main", "serve", "--port", str(port), *options]
    home.mkdir(parents=True, exist_ok=True)
    log = home / "serve.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out, start_new_session=True)
        try:
            _wait(process, f"http://127.0.0.1:{port}/sign-in/", log, wait)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(40)


def _wait(process: subprocess.Popen[bytes], address: str, log: Path, wait: float) -> None:
    end = time.monotonic() + wait
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the site did not come up:\n{log.read_text(errors='replace')[-4000:]}")
