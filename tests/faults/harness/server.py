"""A PostgreSQL of our own in a temporary folder, with the settings that the platform asks for."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.served import free_port


@dataclass
class Server:
    """Started by `start`; `restart` stops it without notice, as a power cut would."""

    folder: Path
    port: int = 0

    def start(self) -> str:
        """Make it and start it; the URL of its first database."""
        self.port = free_port()
        if os.getuid() == 0:
            shutil.chown(self.folder, "nobody")
            for parent in self.folder.parents:
                if parent == Path(tempfile.gettempdir()):
                    break
                parent.chmod(0o755)
        self._run("initdb", "-D", "data", "-A", "trust", "-U", "anfu", "-E", "UTF8", "--locale=C.UTF-8")
        self._control("start")
        return f"postgres://anfu@127.0.0.1:{self.port}/postgres"

    def restart(self) -> None:
        """Immediately: no process is asked to finish; the log is replayed at the start."""
        self._control("restart")

    def stop(self) -> None:
        """For good."""
        self._run("pg_ctl", "-w", "-m", "immediate", "-D", "data", "stop")

    def _control(self, what: str) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        self._run("pg_ctl", "-w", "-m", "immediate", "-D", "data", "-l", "log", "-o", options, what)

    def _run(self, program: str, *arguments: str) -> None:
        (home,) = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1:]
        nobody = ["runuser", "-u", "nobody", "--"] if os.getuid() == 0 else []
        command = [*nobody, str(home / program), *arguments]
        subprocess.run(
            command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
