"""The log outside of the platform: what was tried, what was acknowledged; each line on the disk before going on."""

import json
import os
import threading
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Oracle:
    """A file that only grows. Acknowledged codes must be there once and whole; tried ones at most once, and whole."""

    path: Path
    acknowledged: set[str] = field(default_factory=set)
    tried: set[str] = field(default_factory=set)
    refused: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def trying(self, code: str) -> None:
        """Before it is sent."""
        if code not in self.tried:
            self.tried.add(code)
            self._write("trying", code)

    def acknowledge(self, code: str) -> None:
        """After the platform said that it is saved."""
        self._write("acknowledged", code)
        self.acknowledged.add(code)

    def _write(self, what: str, code: str) -> None:
        with self._lock, self.path.open("a") as file:
            file.write(json.dumps([what, code]) + "\n")
            file.flush()
            os.fsync(file.fileno())
