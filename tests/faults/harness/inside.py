"""What the harness does and asks inside the home, without the platform's web: `python -m tests.faults.harness.inside WHAT`."""

import gzip
import json
import os
import re
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

from anfu.settings import module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", module())
django.setup()

from django.db import connection  # noqa: E402

from anfu.core import files, jobs, ledger  # noqa: E402
from anfu.core.ledger.state import replay  # noqa: E402
from anfu.core.models import Intake, LedgerEntry, StoredFile  # noqa: E402
from anfu.people.models import User  # noqa: E402
from anfu.people.tests.factories import make_user  # noqa: E402
from anfu.registry.models import Enterprise, EnterpriseVersion, Organisation  # noqa: E402
from anfu.site.serving.prepare import prepare  # noqa: E402
from tests.faults.harness.site import OFFICER, PASSWORD  # noqa: E402

VERB = "registry.created"
CODE = re.compile(r"91330784MA\w{8}")


def made() -> dict[str, Any]:
    """The tables and an officer who may register enterprises."""
    prepare()
    user = make_user("city_officer", username=OFFICER)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return {"users": User.objects.count()}


def finish() -> dict[str, Any]:
    """Do what jobs were left by killed workers."""
    jobs.queue.SILENCE = timedelta(0)
    return {"jobs": jobs.run_all()}


def checked(log: str) -> dict[str, Any]:
    """The database beside the oracle's log: what is lost, half done or twice, and whether the ledger holds."""
    lines = [json.loads(line) for line in Path(log).read_text().splitlines()]
    tried = {code for what, code in lines}
    acknowledged = {code for what, code in lines if what == "acknowledged"}
    counts = {code: vector for code, vector in vectors().items() if code in tried}
    none, once = (0, 0, 0, 0), (1, 1, 1, 1)
    there = {code: counts.get(code, none) for code in tried}
    entries, faults = ledger.verify()
    replayed = replay.replay()
    return {
        "tried": len(tried),
        "acknowledged": len(acknowledged),
        "lost": sorted(code for code in acknowledged if there[code] == none),
        "half": sorted(code for code in tried if 0 in there[code] and there[code] != none),
        "twice": sorted(code for code in tried if max(there[code]) > 1),
        "whole": sum(vector == once for vector in there.values()),
        "entries": entries,
        "ledger": [str(fault) for fault in faults],
        "rows": [str(each) for each in replayed.differences[:5]],
        "damaged": [stored.sha256 for stored in StoredFile.objects.all() if not files.intact(stored)],
        "database": sound(),
    }


def vectors() -> dict[str, tuple[int, int, int, int]]:
    """code -> how many organisations, enterprises, versions in force and ledger entries it has."""
    organisations = Counter(Organisation.objects.values_list("uscc", flat=True))
    enterprises = Counter(Enterprise.objects.values_list("organisation__uscc", flat=True))
    current = EnterpriseVersion.objects.filter(valid_to=None, retracted_at=None)
    versions = Counter(current.values_list("enterprise__organisation__uscc", flat=True))
    subjects = LedgerEntry.objects.filter(verb=VERB).values_list("subject", flat=True)
    entries = Counter(subject.split(":")[1] for subject in subjects) + imported()
    found = (organisations, enterprises, versions, entries)
    return {code: tuple(each[code] for each in found) for code in set().union(*found)}


def imported() -> Counter[str]:
    """code -> in how many imported batches the ledger has it."""
    found: Counter[str] = Counter()
    for entry in LedgerEntry.objects.filter(verb="registry.roster_loaded").select_related("rows"):
        for line in gzip.decompress(files.path(entry.rows).read_bytes()).decode().splitlines():
            found.update(set(CODE.findall(line)))
    return found


def sound() -> str:
    """What the database says of itself."""
    if connection.vendor != "sqlite":
        return "ok"
    with connection.cursor() as cursor:
        broken = cursor.execute("PRAGMA foreign_key_check").fetchall()
        return "foreign keys" if broken else cursor.execute("PRAGMA integrity_check").fetchone()[0]


def intakes() -> dict[str, Any]:
    """How the imports stand."""
    states = Counter(Intake.objects.values_list("state", flat=True))
    rows = EnterpriseVersion.objects.filter(enterprise__organisation__name__startswith="导入").count()
    return {"states": dict(states), "rows": rows}


if __name__ == "__main__":
    told = {"made": made, "finish": finish, "checked": checked, "intakes": intakes}
    print(json.dumps(told[sys.argv[1]](*sys.argv[2:])))
