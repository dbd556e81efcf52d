"""All hostile files, and what one process says that looks at each."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.hostile import documents, pictures, texts, workbooks
from tests.hostile.case import Case

ROOMS = {"pictures": pictures, "documents": documents, "workbooks": workbooks, "texts": texts}
ALL: dict[str, Case] = {f"{room}+{case.name}": case for room, held in ROOMS.items() for case in held.CASES}
ROOT = Path(__file__).resolve().parents[2]


def answers_of(folder: Path) -> dict[str, dict[str, Any]]:
    """By the file's name: verdict, sentence, seconds of the processor, megabytes."""
    for name, case in ALL.items():
        (folder / name).write_bytes(case.make())
    command = [sys.executable, "-m", "tests.hostile.driver", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {each["name"]: each for each in found}
