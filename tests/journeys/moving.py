"""A served platform with a clock of its own, which a journey moves forward."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from anfu.core import clock
from tests.served import served

HERE = Path(__file__).parent


@dataclass
class Site:
    """Where it is served, what it began with, and the file that says how far its clock is ahead."""

    address: str
    days: Path
    made: dict[str, Any]

    def move(self, days: int) -> None:
        """So many days from the beginning on."""
        self.days.write_text(str(days))

    def ahead(self) -> int:
        """How many days its clock is ahead."""
        return int(self.days.read_text())

    def today(self) -> date:
        """The day by its clock."""
        return clock.today() + timedelta(self.ahead())


@contextmanager
def moving(home: Path, beginning: str) -> Iterator[Site]:
    """Serve that prepared home with such a beginning in it, from today on."""
    days = home.parent / "days"
    days.write_text("0")
    ahead = {
        "ANFU_TEST_DAYS_AHEAD": str(days), "PYTHONPATH": os.pathsep.join([str(HERE / "moved"), str(HERE.parents[1])]),
    }  # fmt: skip
    environment = (
        os.environ | ahead | {"ANFU_HOME": str(home), "DJANGO_SETTINGS_MODULE": "anfu.settings.embedded"}
    )
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "tests.journeys.beginning", beginning]
    told = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    with served(home, more=ahead) as address:
        yield Site(address, days, json.loads(told.stdout))
