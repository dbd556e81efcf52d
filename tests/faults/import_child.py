"""What a process of the import tests does: `python -m tests.faults.import_child WHAT [FILE]`; it prints JSON at its end."""

import json
import os
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django

from anfu.settings import module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", module())
django.setup()

from django.core.management import call_command  # noqa: E402

from anfu.core import jobs, ledger  # noqa: E402
from anfu.core.actor import platform  # noqa: E402
from anfu.core.intake import actions, applying, store  # noqa: E402
from anfu.core.intake.kinds import kind_of  # noqa: E402
from anfu.core.models import Intake  # noqa: E402
from anfu.registry.models import Enterprise, EnterpriseVersion, Organisation  # noqa: E402

BATCH = 50
ACTOR = platform(frozenset({"registry.import"}))


def migrate() -> None:
    """The tables, where the test has not made them."""
    call_command("migrate", verbosity=0)


def judge(file: str) -> None:
    """A judged roster."""
    day = date(2026, 3, 1)
    made = actions.upload(kind_of("roster"), Path(file), name="r.csv", as_of=day, actor=ACTOR)
    actions.start_judging(made.pk, actor=ACTOR)
    jobs.run_all()


def ask() -> None:
    """Ask for every judged roster to be written."""
    for judged in Intake.objects.filter(state="judged"):
        actions.start_applying(judged.pk, actor=ACTOR)


def work() -> None:
    """Do what waits, and tell when a batch begins; a job whose worker is gone is taken up at once."""
    jobs.queue.SILENCE = timedelta(0)
    time.sleep(0.01)
    write = applying._write_batch

    def telling(*arguments: Any) -> bool:
        print("batch", flush=True)
        return write(*arguments)

    applying._write_batch = telling
    jobs.run_all()


def share() -> None:
    """Do what waits, beside another process that does the same."""
    jobs.run_all()


def look() -> None:
    """Nothing but what is printed anyway."""


store.BATCH_ROWS = BATCH
{"migrate": migrate, "judge": judge, "ask": ask, "work": work, "share": share, "look": look}[sys.argv[1]](
    *sys.argv[2:]
)
found = list(Intake.objects.order_by("pk").select_related("job"))
print(
    json.dumps(
        {
            "intakes": [
                {"state": i.state, "written": i.written, "batches": i.batches, "counts": i.counts}
                for i in found
            ],
            "errors": [i.job.error for i in found if i.job and i.job.error],
            "organisations": Organisation.objects.count(),
            "enterprises": Enterprise.objects.count(),
            "versions": EnterpriseVersion.objects.count(),
            "faults": len(ledger.verify()[1]),
        }
    )
)
