"""What an import waits for: its columns, its mending, its writing, by the person who brought it."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from anfu.core import jobs, waiting
from anfu.core.models import Intake, IntakeState
from anfu.core.waiting import Waiting

COLUMNS, WRITE, MEND = "core.intake_columns", "core.intake_write", "core.intake_mend"


def follow(intake: Intake) -> None:
    """Tell what it waits for now, and that nothing else does any more; in the action's transaction."""
    from anfu.core.intake.kinds import kind_of

    titles = _titles(intake)
    for kind in (COLUMNS, WRITE, MEND):
        if kind not in titles:
            waiting.ended(kind, f"intake:{intake.pk}")
            continue
        waiting.began(
            Waiting(
                kind=kind,
                subject=f"intake:{intake.pk}",
                title=titles[kind],
                href=_address(intake, kind),
                permission=kind_of(intake.kind).permission,
                division=intake.division,
                person=intake.created_by_id,
            )
        )


@jobs.periodic("core.intakes_waiting", timedelta(days=1))
def follow_all() -> None:
    """Each open import again: one that came in before to-dos were kept is found, too."""
    for intake in Intake.objects.filter(state__in=[IntakeState.UPLOADED, IntakeState.JUDGED]).iterator():
        with transaction.atomic():
            follow(intake)


def _titles(intake: Intake) -> dict[str, str]:
    if intake.state == IntakeState.UPLOADED:
        return {COLUMNS: f"给 {intake.name} 对应列"}
    if intake.state != IntakeState.JUDGED:
        return {}
    rows = sum(int(intake.counts.get(name, 0)) for name in ("created", "updated"))
    refused = int(intake.counts.get("refused", 0))
    found = {WRITE: f"写入 {intake.name}：{rows:,} 行"} if rows else {}
    return found | ({MEND: f"改 {intake.name} 拒收的 {refused:,} 行"} if refused else {})


def _address(intake: Intake, kind: str) -> str:
    page = reverse("core:intake", args=[intake.pk])
    return f"{page}?verdict=refused" if kind == MEND else page
