"""A worker is killed in the middle of writing: whole batches stay, and the job goes on by itself."""

import json
import os
import signal
import time

from anfu.registry.tests.roster_files import firm, write
from tests.started import Process

ROWS, BATCH = 500, 50


def told(process: Process) -> dict:
    """What the process prints at its end."""
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0, out
    return json.loads(out.splitlines()[-1])


def kill_within(process: Process, batches: int, pause: float) -> None:
    """Kill -9, so many seconds after that batch began."""
    for _ in range(batches):
        assert process.stdout is not None and process.stdout.readline().strip() == "batch"
    time.sleep(pause)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()


def test_a_kill_at_any_moment_leaves_whole_batches_and_the_job_goes_on(child, tmp_path):
    roster = write(tmp_path / "roster.csv", [firm(number) for number in range(1, ROWS + 1)])
    told(child("judge", str(roster)))
    assert told(child("ask"))["versions"] == 0
    for batches, pause in ((2, 0.0), (2, 0.03)):
        kill_within(child("work"), batches, pause)
        left = told(child("look"))
        (one,) = left["intakes"]
        assert one["state"] == "applying" and one["written"] >= 1
        assert left["versions"] == left["enterprises"] == left["organisations"] == one["written"] * BATCH
        assert left["faults"] == 0
    done = told(child("work"))
    (one,) = done["intakes"]
    assert (one["state"], one["written"], done["versions"]) == ("applied", one["batches"], ROWS)
    assert done["faults"] == 0 and one["counts"]["created"] == ROWS
