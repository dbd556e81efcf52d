"""Writing judged experts by the same action as the page: each is nominated, or comes back as late with the refusal."""

from typing import Any

import polars as pl
from django.db import transaction

from anfu.core import clock
from anfu.core.intake.kinds import Applied, Batch
from anfu.core.refusal import Refused
from anfu.experts.actions.applying import Profile, nominate
from anfu.experts.actions.telling import wait_for_lot
from anfu.experts.models import Expert
from anfu.experts.roster.fields import LISTS, NAMES, SEALING

LATE = pl.Schema({"row": pl.Int64, "message": pl.String})
WRITTEN = pl.Schema({"row": pl.Int64, "expert": pl.String})


def apply(batch: Batch) -> Applied:
    """In the order of the numbers, so that two lists of the same people never wait for each other; the reviewers find all
    of them as one step on their desk."""
    written, late = [], []
    lots: set[str] = set()
    for row in sorted(batch.rows.to_dicts(), key=lambda row: SEALING.opened(row["sealed"])):
        try:
            with transaction.atomic():
                made = _write(row, batch)
        except Refused as refused:
            late.append({"row": row["row"], "message": refused.message})
            continue
        written.append({"row": row["row"], "expert": made.code})
        lots.add(made.division)
    for division in sorted(lots):
        wait_for_lot(batch.intake.pk, division)
    return Applied(pl.DataFrame(written, schema=WRITTEN), pl.DataFrame(late, schema=LATE))


def _write(row: dict[str, Any], batch: Batch) -> Expert:
    told: dict[str, Any] = {name: row[name] or "" for name in NAMES if name != "identity"}
    told |= {name: tuple(told[name].split(",")) if told[name] else () for name in LISTS}
    profile = Profile(**told, identity=SEALING.opened(row["sealed"]))
    return nominate(profile, actor=batch.actor, on=clock.today(), intake_id=batch.intake.pk)
