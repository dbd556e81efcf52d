"""Kill at every k-th write or flush of one act, by strace from outside; and errors instead of kills."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.harness.load import code
from tests.faults.harness.oracle import Oracle
from tests.faults.harness.site import Site

CALLS = {"sqlite": ("pwrite64", "fdatasync", "write", "fsync"), "postgresql": ("sendto", "write", "fsync")}
LIMIT = 400


class Forker:
    """The process that forks the acts."""

    def __init__(self, site: Site) -> None:
        command = [sys.executable, "-m", "tests.faults.harness.forked"]
        log = (site.home / "forked.log").open("ab")
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": log, "text": True}
        self.process = subprocess.Popen(command, env=site.environment, **pipes)

    def run(self, *act: str, inject: str = "") -> int:
        """The act's exit code, minus the signal's number where it was killed."""
        self.process.stdin.write(json.dumps(act) + "\n")
        self.process.stdin.flush()
        pid = int(self.process.stdout.readline())
        _until(lambda: _status(pid, "State")[0] in "Tt")
        tracer = _trace(pid, inject) if inject else None
        os.kill(pid, signal.SIGCONT)
        code_ = int(self.process.stdout.readline())
        if tracer:
            tracer.wait(30)
        return code_

    def close(self) -> None:
        """End it."""
        self.process.stdin.close()
        self.process.wait(30)


def _trace(pid: int, inject: str) -> "subprocess.Popen[bytes]":
    call = inject.split(":")[0]
    command = [
        "strace",
        "-f",
        "-qq",
        "-o",
        os.devnull,
        "-e",
        f"trace={call}",
        "-e",
        f"inject={inject}",
        "-p",
        str(pid),
    ]
    tracer = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _until(lambda: _status(pid, "TracerPid") != "0")
    return tracer


def _status(pid: int, name: str) -> str:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(line.split()[1] for line in lines if line.startswith(f"{name}:"))


def _until(holds, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.002)


def actions(site: Site, oracle: Oracle, most: int, first: int) -> int:
    """One action, killed at the 1st, 2nd, 3rd … call of each kind, until it comes through. Returns the rounds."""
    forker, rounds = Forker(site), 0
    for call in CALLS["postgresql" if site.url else "sqlite"]:
        for k in range(1, most + 1):
            number, rounds = first + rounds, rounds + 1
            oracle.trying(code(number))
            if forker.run("act", str(number), inject=f"{call}:signal=KILL:when={k}") == 0:
                oracle.acknowledge(code(number))
                break
    forker.close()
    return rounds


def imports(site: Site, oracle: Oracle, most: int, first: int, step: int) -> int:
    """An import, killed at the k-th call; then its job goes on by itself, and every row must be there once."""
    forker, rounds = Forker(site), 0
    with tempfile.TemporaryDirectory() as folder:
        for call in CALLS["postgresql" if site.url else "sqlite"]:
            for k in range(1, most * step + 1, step):
                start, rounds = first + rounds * 100, rounds + 1
                codes = [code(n) for n in range(start, start + 30)]
                for each in codes:
                    oracle.trying(each)
                assert forker.run("judge", str(start), folder) == 0
                came_through = forker.run("work", inject=f"{call}:signal=KILL:when={k}") == 0
                if came_through or forker.run("work") == 0:
                    for each in codes:
                        oracle.acknowledge(each)
                if came_through:
                    break
    forker.close()
    return rounds
