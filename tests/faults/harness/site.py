"""The platform's own processes, started as it starts them, over one home; each can be killed alone."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.served import free_port

OFFICER, PASSWORD = "officer", "only-for-the-faults-2026"
WSGI = "anfu.site.wsgi:application"


@dataclass
class Site:
    """A home (and on PostgreSQL a database). `more` goes into the environment of web and worker alone."""

    home: Path
    url: str = ""
    wsgi: str = WSGI
    more: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What a process of this home is given."""
        kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
        told = {"ANFU_HOME": str(self.home), "PYTHONPATH": os.getcwd(), "ANFU_SECOND_FACTOR": "offered"}
        return kept | told | ({"DATABASE_URL": self.url} if self.url else {})

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def tell(self, what: str, *arguments: str) -> dict[str, Any]:
        """What `tests.faults.harness.inside` does and says, in a process of its own."""
        command = [sys.executable, "-m", "tests.faults.harness.inside", what, *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=600)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def start(self, name: str) -> None:
        """`web` or `worker`."""
        web = [
            "granian",
            "--interface",
            "wsgi",
            "--port",
            str(self.port),
            "--workers",
            "2",
            "--blocking-threads",
            "4",
        ]
        modules = {
            "web": [*web, "--respawn-failed-workers", "--log-level", "warning", self.wsgi],
            "worker": ["anfu.cli.main", "work"],
        }
        command = [sys.executable, "-m", *modules[name]]
        log = (self.home / f"{name}.log").open("ab")
        self.running[name] = subprocess.Popen(
            command, env=self.environment | self.more, stdout=log, stderr=log, start_new_session=True
        )

    def wait(self, seconds: float = 60) -> None:
        """Until it answers; RuntimeError where it does not."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(f"{self.address}/sign-in/", timeout=2).close()
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError((self.home / "web.log").read_text(errors="replace")[-3000:])

    def kill(self, name: str) -> None:
        """kill -9, with every process that it started."""
        process = self.running.pop(name, None)
        if process is not None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def stop(self) -> None:
        """Kill what runs: nothing is asked to end nicely here."""
        for name in list(self.running):
            self.kill(name)
