"""What goes of an import after its time: verdicts, refused rows and mended cells; of one never written the file, too."""

import shutil
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from anfu.core import clock, ledger
from anfu.core.actor import platform
from anfu.core.intake import waits
from anfu.core.intake.store import folder_of
from anfu.core.models import Intake, IntakeState, Job, JobState

OVER = (IntakeState.APPLIED, IntakeState.WITHDRAWN, IntakeState.DROPPED, IntakeState.FAILED)
UNWRITTEN = (IntakeState.UPLOADED, IntakeState.JUDGED, IntakeState.DROPPED, IntakeState.FAILED)


def with_rows() -> QuerySet[Intake]:
    """Those that are over and still have their rows, with the time from which they are over."""
    ended = Coalesce(F("withdrawn_at"), F("applied_at"), F("created_at"))
    return Intake.objects.filter(state__in=OVER, rows_kept=True).annotate(over_at=ended)


def rows_gone(imports: QuerySet[Any]) -> int:
    """Folders first: an interrupted round does them once more."""
    keys = list(imports.values_list("pk", flat=True))
    for found in Intake.objects.filter(pk__in=keys).select_for_update():
        _forget_rows(found)
        found.save(update_fields=["mapping", "rows_kept"])
    return len(keys)


def unwritten() -> QuerySet[Intake]:
    """Those that nobody wrote (given up, unreadable, left lying) with their file; `left_at`: when it was last worked on."""
    judging = Job.objects.filter(pk=OuterRef("job"))
    stuck = Q(state=IntakeState.JUDGING) & Exists(judging.filter(state=JobState.FAILED))
    left = Coalesce(Subquery(judging.values("finished_at")), F("created_at"))
    return (
        Intake.objects.filter(file__isnull=False, applied_at=None, written=0)
        .filter(Q(state__in=UNWRITTEN) | stuck)
        .annotate(left_at=left)
    )


def file_gone(imports: QuerySet[Any]) -> int:
    """Given up if nobody did that; then neither rows nor file. The bytes go once no other import has the same file."""
    keys = list(imports.values_list("pk", flat=True))
    for found in Intake.objects.filter(pk__in=keys).select_for_update():
        if found.state != IntakeState.DROPPED:
            _give_up(found)
        _forget_rows(found)
        found.file = None
        found.save(update_fields=["state", "mapping", "rows_kept", "file"])
    return len(keys)


def _forget_rows(found: Intake) -> None:
    shutil.rmtree(folder_of(found), ignore_errors=True)
    found.mended.all().delete()
    found.mapping = {**found.mapping, "sample": []}
    found.rows_kept = False


def _give_up(found: Intake) -> None:
    found.state = IntakeState.DROPPED
    waits.follow(found)
    ledger.record(
        "core.intake_dropped",
        f"intake:{found.pk}",
        actor=platform(),
        on=clock.today(),
        stream=found.division,
        after={"name": found.name, "reason": "过了保留期限也没有写入"},
    )
