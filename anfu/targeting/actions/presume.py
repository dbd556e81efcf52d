"""The platform presumes: from the texts in force now to findings that wait for a person. Set by set, never one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db import connection, transaction

from anfu.core import bulk, clock, ledger
from anfu.core.actor import Actor
from anfu.targeting.actions.checks import stream_for
from anfu.targeting.queries.presumable import known_findings, presumable
from anfu.targeting.suggestions import plan

COLUMNS = ["subject", "value", "strength", "likelier", "rule", "evidence", "texts_hash"]
TABLE = "targeting_finding"


@dataclass(frozen=True, slots=True)
class Presumed:
    """How many findings a run added, changed and removed."""

    added: int = 0
    changed: int = 0
    removed: int = 0


@transaction.atomic
def presume(enterprise_ids: Sequence[int], *, actor: Actor, on: date, anew: bool = False) -> Presumed:
    """Bring the presumptions of these enterprises in line with their texts; decisions of people stay.

    A refuted one comes back only after the texts changed; one whose words are gone is removed. `anew` also rewrites
    evidence that looks the same, for changed word lists.
    """
    changes = plan(presumable(enterprise_ids), known_findings(enterprise_ids), anew=anew)
    if changes.is_empty():
        return Presumed()
    at = str(connection.ops.adapt_datetimefield_value(clock.now()))
    _insert(changes.added, at)
    _update(changes.changed, at)
    bulk.delete(TABLE, changes.removed["id"].to_list())
    rows = changes.ledger_rows()
    after = {"added": len(changes.added), "changed": len(changes.changed), "removed": len(changes.removed)}
    ledger.record_rows(
        "targeting.presumed", "findings", rows, actor=actor, on=on, stream=stream_for(actor), after=after
    )
    return Presumed(len(changes.added), len(changes.changed), len(changes.removed))


def _insert(added: pl.DataFrame, at: str) -> None:
    new = added.select("enterprise_id", *COLUMNS).with_columns(
        pl.lit("presumed").alias("state"),
        pl.lit(at).alias("presumed_at"),
        pl.lit("").alias("decided_name"),
        pl.lit("").alias("reason"),
    )
    bulk.insert_frame(TABLE, new)


def _update(changed: pl.DataFrame, at: str) -> None:
    if changed.is_empty():
        return
    rows = changed.select(*COLUMNS, pl.lit(at), "id").rows()
    assigned = ", ".join(f"{name} = %s" for name in [*COLUMNS, "presumed_at"])
    again = "state = 'presumed', decided_at = NULL, decided_by_id = NULL, decided_name = '', reason = '', file_id = NULL"
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {TABLE} SET {assigned}, {again} WHERE id = %s", rows)  # noqa: S608  # nosec B608
