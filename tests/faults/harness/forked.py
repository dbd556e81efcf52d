"""Acts of one process each, from one that has everything loaded: `python -m tests.faults.harness.forked`.

Reads lines `[act, arguments…]` from its input. Each act runs in a fork that first stops itself, so that strace can be
put on it; when it is gone, its exit code is printed.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.faults.harness import inside

# isort: split
# What follows needs Django, which `inside` has set up.
from anfu.core import jobs
from anfu.core.actor import platform
from anfu.core.intake import actions, store
from anfu.core.intake.kinds import kind_of
from anfu.core.models import Intake
from anfu.people.actors import actor_of
from anfu.people.models import User
from anfu.registry.actions.create import create
from anfu.registry.tests.roster_files import firm, write
from tests.faults.harness.load import code
from tests.faults.harness.site import OFFICER

ROWS = 30
ACTOR = platform(frozenset({"registry.import"}))


def act(number: str) -> None:
    """One enterprise by the action."""
    actor = actor_of(User.objects.get(username=OFFICER))
    facts = {"name": f"示例第{number}五金厂", "division": "330784", "employees": 12}
    create(code(int(number)), facts, actor=actor, on=date(2026, 1, 1), source="现场核实")


def judge(first: str, folder: str) -> None:
    """A judged roster of ROWS firms, and the wish to write it."""
    rows = [firm(n, name=f"导入第{n}五金厂") for n in range(int(first), int(first) + ROWS)]
    file = write(Path(folder) / f"{first}.csv", rows)
    made = actions.upload(kind_of("roster"), file, name=file.name, as_of=date(2026, 3, 1), actor=ACTOR)
    actions.start_judging(made.pk, actor=ACTOR)
    jobs.run_all()
    actions.start_applying(Intake.objects.latest("pk").pk, actor=ACTOR)


ACTS: dict[str, Callable[..., object]] = {"act": act, "judge": judge, "work": inside.finish}


def run(name: str, arguments: list[str]) -> int:
    """Fork, stop, act; 0 or minus the signal that ended it."""
    pid = os.fork()
    if pid == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
        try:
            ACTS[name](*arguments)
            os._exit(0)
        except BaseException as why:
            print(repr(why), file=sys.stderr, flush=True)
            os._exit(1)
    print(pid, flush=True)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def main() -> None:
    """Until the input ends."""
    store.BATCH_ROWS = 10
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        print(run(name, arguments), flush=True)


if __name__ == "__main__":
    main()
