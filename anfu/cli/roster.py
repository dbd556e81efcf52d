"""A roster that is loaded when the site starts."""

import hashlib
import time
from pathlib import Path

from anfu.cli.importing import operator, print_report, report, upload
from anfu.cli.output import console
from anfu.cli.waiting import finish
from anfu.core import clock
from anfu.core.intake import actions
from anfu.core.intake.kinds import kind_of
from anfu.core.models import Intake, IntakeState, StoredFile

KIND = "roster"


def load_once(path: Path) -> None:
    """Demo accounts and the roster, unless this very file has been taken in before; an interrupted one goes on."""
    from anfu.demo import accounts

    accounts.load()
    started, kind = time.monotonic(), kind_of(KIND)
    intake = _known(path)
    if intake is not None and intake.state == IntakeState.APPLIED:
        console.print(f"{intake.name} 已载入过，没有再载入。", highlight=False)
        return
    intake = intake or upload(kind, path, clock.today())
    if intake.state in (IntakeState.UPLOADED, IntakeState.FAILED):
        intake = finish(actions.start_judging(intake.pk, actor=operator(kind)), "核对")
    if intake.state == IntakeState.JUDGED and actions.rows_to_write(intake.counts):
        intake = finish(actions.start_applying(intake.pk, actor=operator(kind)), "写入")
    if intake.counts:
        print_report(report(intake, started), kind)


def _known(path: Path) -> Intake | None:
    """The import of these very bytes that is not given up."""
    given_up = (IntakeState.DROPPED, IntakeState.WITHDRAWN)
    stored = StoredFile.objects.filter(sha256=_digest(path.resolve(strict=True))).first()
    found = (
        Intake.objects.filter(kind=KIND, file=stored).exclude(state__in=given_up)
        if stored
        else Intake.objects.none()
    )
    return found.order_by("-pk").first()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
