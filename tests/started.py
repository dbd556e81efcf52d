"""Processes that `tests.loaded` forks, with the few of `subprocess`'s words that the tests use."""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

import pytest


@dataclass
class Process:
    """One that runs or has ended; `stdout` can be read while it runs."""

    pid: int
    status: IO[str]
    stdout: IO[str] | None = None
    returncode: int | None = None

    def wait(self, timeout: float) -> int:
        """How it ended, minus the signal's number where it was killed; TimeoutError after so many seconds."""
        if self.returncode is None:
            if not select.select([self.status], [], [], timeout)[0]:
                os.kill(self.pid, signal.SIGKILL)
                raise TimeoutError(f"process {self.pid} ran longer than {timeout} s")
            self.returncode = int(self.status.readline())
            self.status.close()
        return self.returncode

    def communicate(self, timeout: float = 120) -> tuple[str, None]:
        """What it writes until it ends."""
        assert self.stdout is not None
        with self.stdout:
            out = self.stdout.read()
        self.wait(timeout)
        return out, None


@dataclass
class Loaded:
    """The process that has everything loaded."""

    control: socket.socket
    process: "subprocess.Popen[bytes]" = field(repr=False)

    def begin(self, arguments: list[str], environment: Mapping[str, str], out: int, err: int) -> Process:
        """`python -m ARGUMENTS` in that environment, writing to those files."""
        told, sent = os.pipe()
        message = json.dumps({"arguments": arguments, "environment": dict(environment)}).encode()
        socket.send_fds(self.control, [message], [out, err, sent])
        os.close(sent)
        status = os.fdopen(told, "r", buffering=1)
        return Process(int(status.readline()), status)

    def start(self, *arguments: str, env: Mapping[str, str]) -> Process:
        """The same, with its output to be read."""
        told, written = os.pipe()
        made = self.begin(list(arguments), env, written, 2)
        os.close(written)
        made.stdout = os.fdopen(told, "r", encoding="utf-8")
        return made

    def run(
        self, *arguments: str, env: Mapping[str, str], timeout: float = 300
    ) -> "subprocess.CompletedProcess[str]":
        """To its end."""
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            code = self.begin(list(arguments), env, out.fileno(), err.fileno()).wait(timeout)
            said = [(file.seek(0), file.read())[1] for file in (out, err)]
        return subprocess.CompletedProcess(list(arguments), code, *said)


@pytest.fixture(scope="session")
def loaded() -> Iterator[Loaded]:
    """For the tests of one worker."""
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    kept: dict[str, Any] = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "tests.loaded", str(there.fileno())]
    process = subprocess.Popen(command, env=kept, pass_fds=[there.fileno()])
    there.close()
    yield Loaded(here, process)
    here.close()
    process.wait(30)
