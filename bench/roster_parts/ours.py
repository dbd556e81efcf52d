"""Our import of a roster, twice: `python -m bench.roster_parts.ours FILE`."""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.roster_parts import TODAY, start

start()

from anfu.core import jobs  # noqa: E402
from anfu.core.actor import platform  # noqa: E402
from anfu.core.intake import actions, applying  # noqa: E402
from anfu.core.intake.kinds import kind_of  # noqa: E402
from anfu.core.models import Intake  # noqa: E402

ACTOR = platform(frozenset({"registry.import"}))
batches: list[float] = []


def timed(write: Any) -> Any:
    """The batch writer, with the seconds of each batch noted."""

    def noting(*arguments: Any) -> Any:
        begin = time.perf_counter()
        result = write(*arguments)
        batches.append(time.perf_counter() - begin)
        return result

    return noting


def judge(path: Path) -> tuple[Intake, float]:
    """Upload and dry run."""
    begin = time.perf_counter()
    made = actions.upload(kind_of("roster"), path, name=path.name, as_of=TODAY, actor=ACTOR)
    actions.start_judging(made.pk, actor=ACTOR)
    jobs.run_all()
    return Intake.objects.get(pk=made.pk), time.perf_counter() - begin


def apply(made: Intake) -> tuple[float, float]:
    """Writing; and the longest that somebody else who writes had to wait meanwhile."""
    command = [sys.executable, "-m", "bench.roster_parts.neighbour"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as neighbour:
        begin = time.perf_counter()
        actions.start_applying(made.pk, actor=ACTOR)
        jobs.run_all()
        took = time.perf_counter() - begin
        return took, float(neighbour.communicate()[0])


applying._write_batch = timed(applying._write_batch)
file = Path(sys.argv[1])
first, judging = judge(file)
writing, waited = apply(first)
second, again = judge(file)
assert second.counts["created"] == second.counts["updated"] == 0, second.counts
print(
    json.dumps(
        {
            "judge": judging,
            "apply": writing,
            "again": again,
            "waited": waited,
            "longest": max(batches),
            "mean": sum(batches) / len(batches),
            "created": first.counts["created"],
            "refused": first.counts["refused"],
            "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    )
)
