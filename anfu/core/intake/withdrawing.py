"""Taking an import back: part by part, each in a transaction of its own; what later changes build on stays."""

from typing import Any

import polars as pl
from django.db import transaction

from anfu.core import clock, jobs, ledger
from anfu.core.actor import Actor
from anfu.core.intake import acting
from anfu.core.intake.actions import WITHDRAW, rows_to_write
from anfu.core.intake.applying import keep_rows
from anfu.core.intake.kinds import IntakeKind, Part, kind_of
from anfu.core.intake.store import BATCH_ROWS
from anfu.core.models import Intake, IntakeState


@jobs.job(WITHDRAW)
def withdraw(arguments: dict[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    """Take back all that can be; a second run finds only what is left."""
    intake = Intake.objects.get(pk=arguments["intake"])
    actor = acting.from_json(arguments["actor"])
    total, after = rows_to_write(intake.counts), 0
    while True:
        last, done = _withdraw_part(intake.pk, after, actor)
        progress(min(done, total), total, f"已撤回 {done:,} 行")
        if last is None:
            return {"withdrawn": done}
        after = last


@transaction.atomic
def _withdraw_part(intake_id: int, after: int, actor: Actor) -> tuple[int | None, int]:
    """The key to go on after (None at the end) and how many rows are taken back so far."""
    intake = Intake.objects.select_for_update().get(pk=intake_id)
    done = int(intake.counts.get("withdrawn", 0))
    if intake.state != IntakeState.WITHDRAWING:
        return None, done
    kind = kind_of(intake.kind)
    part = Part(intake, after, BATCH_ROWS, actor, clock.today(), clock.now())
    taken = kind.withdraw(part)
    _record(kind, part, taken.rows)
    done += taken.rows.height
    intake.counts = {**intake.counts, "withdrawn": done}
    if taken.last is None:
        _end(intake, actor, done)
    intake.save(update_fields=["counts", "state", "withdrawn_at"])
    return taken.last, done


def _record(kind: IntakeKind, part: Part, rows: pl.DataFrame) -> None:
    verb = f"{kind.verb}_withdrawn"
    subject = f"intake:{part.intake.pk}"
    if rows.is_empty():
        ledger.record(
            verb, subject, actor=part.actor, on=part.on, stream=part.intake.division, after={"rows": 0}
        )
    for division in sorted(rows["division"].unique()):
        mine = rows.filter(pl.col("division") == division)
        ledger.record(
            verb,
            subject,
            actor=part.actor,
            on=part.on,
            stream=division or part.intake.division,
            after={"rows": mine.height},
            rows=keep_rows(verb, mine),
        )


def _end(intake: Intake, actor: Actor, done: int) -> None:
    intake.state, intake.withdrawn_at = IntakeState.WITHDRAWN, clock.now()
    ledger.record(
        "core.intake_withdrawn",
        f"intake:{intake.pk}",
        actor=actor,
        on=clock.today(),
        stream=intake.division,
        after={"name": intake.name, "rows": done},
    )
