"""An import that is over: after a time its verdicts, refused rows and mended cells go; its record and its file stay."""

import shutil
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from anfu.core.intake.store import folder_of
from anfu.core.models import Intake, IntakeState, MendedRow

OVER = (IntakeState.APPLIED, IntakeState.WITHDRAWN, IntakeState.DROPPED, IntakeState.FAILED)


def with_rows() -> QuerySet[Intake]:
    """Those that are over and still have their rows, with the time from which they are over."""
    ended = Coalesce(F("withdrawn_at"), F("applied_at"), F("created_at"))
    return Intake.objects.filter(state__in=OVER, rows_kept=True).annotate(over_at=ended)


def rows_gone(imports: QuerySet[Any]) -> int:
    """Folders first: an interrupted round does them once more."""
    keys = list(imports.values_list("pk", flat=True))
    for found in Intake.objects.filter(pk__in=keys).select_for_update():
        shutil.rmtree(folder_of(found), ignore_errors=True)
    MendedRow.objects.filter(intake__in=keys).delete()
    return Intake.objects.filter(pk__in=keys, rows_kept=True).update(rows_kept=False)
