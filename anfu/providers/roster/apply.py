"""Writing judged people by the same actions as the page: each row whole or not at all, a refusal comes back as late."""

from typing import Any

import polars as pl
from django.db import transaction

from anfu.core.intake.kinds import Applied, Batch
from anfu.core.periods import last_day
from anfu.core.refusal import Refused
from anfu.providers.actions.certifying import PersonPaper, certify
from anfu.providers.actions.staff import Hiring, hire, professional
from anfu.providers.models import Employment, Provider
from anfu.providers.roster.fields import SEALING

LATE = pl.Schema({"row": pl.Int64, "message": pl.String})
WRITTEN = pl.Schema({"row": pl.Int64, "employment": pl.Int64, "certificate": pl.Int64})


def apply(batch: Batch) -> Applied:
    """In the order of the sheet."""
    found = Provider.objects.select_for_update(of=("self",)).select_related("organisation")
    provider = found.get(pk=batch.intake.organisation_id)
    written, late = [], []
    for row in batch.rows.sort("row").to_dicts():
        try:
            with transaction.atomic():
                written.append({"row": row["row"], **_write(row, provider, batch)})
        except Refused as refused:
            late.append({"row": row["row"], "message": refused.message})
    return Applied(pl.DataFrame(written, schema=WRITTEN), pl.DataFrame(late, schema=LATE))


def _write(row: dict[str, Any], provider: Provider, batch: Batch) -> dict[str, int | None]:
    told: dict[str, Any] = {"actor": batch.actor, "intake_id": batch.intake.pk}
    number = SEALING.opened(row["sealed"])
    at = _there(row, number, provider)
    if at is None:
        hiring = Hiring(
            row["name"], number, row["valid_from"], last_day(row["valid_to"]), row["full_time"],
            row["position"] or "", row["days_a_year"],
        )  # fmt: skip
        at = hire(provider.organisation.uscc, hiring, source=f"导入：{batch.intake.name}"[:200], **told)
    if not row["number"]:
        return {"employment": at.pk, "certificate": None}
    paper = PersonPaper(
        row["credential"], row["number"], row["paper_from"], last_day(row["paper_to"]), row["grade"] or "",
        row["speciality"] or "",
    )  # fmt: skip
    return {"employment": at.pk, "certificate": certify(at.pk, paper, **told).pk}


def _there(row: dict[str, Any], number: str, provider: Provider) -> Employment | None:
    """The person's work there from that day on, recorded by an earlier row or before."""
    person = professional(row["name"], number)
    rows = Employment.objects.standing().in_force_on(row["valid_from"])
    found: Employment | None = rows.filter(professional=person, provider=provider).first()
    return found
