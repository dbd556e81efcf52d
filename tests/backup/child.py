"""A small city with a kept file and a checkpoint, made by a process of its own (`make`, `more`, `count`)."""

import json
import os
import sys
from datetime import date

import django

from anfu.settings import module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", module())
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from anfu.core import files, ledger  # noqa: E402
from anfu.core.actor import platform  # noqa: E402
from anfu.core.ledger import checkpoint  # noqa: E402
from anfu.core.models import LedgerEntry, SpecialDay, StoredFile  # noqa: E402


def make() -> None:
    """The tables, days, a file of 3 MB and one of text."""
    call_command("migrate", verbosity=0)
    more(20)
    files.keep(os.urandom(3_000_000), name="照片.jpg", kind="jpg")
    files.keep("安服".encode(), name="说明.txt", kind="txt")


def more(count: int = 5) -> None:
    """Days with their entries, covered by a checkpoint."""
    first = SpecialDay.objects.count()
    for n in range(first, first + count):
        day = date.fromordinal(date(2100, 1, 1).toordinal() + n)
        with transaction.atomic():
            SpecialDay.objects.create(day=day, works=False, name="假", source="测试")
            ledger.record("test.day", f"day:{day}", actor=platform(), on=day, after={"works": False})
    checkpoint.make_checkpoint()


{"make": make, "more": more, "count": lambda: None}[sys.argv[1]]()
kept = list(StoredFile.objects.all())
told = {
    "days": SpecialDay.objects.count(),
    "entries": LedgerEntry.objects.count(),
    "files": len(kept),
    "intact": sum(map(files.intact, kept)),
    "faults": len(ledger.verify()[1]),
}
print(json.dumps(told))
