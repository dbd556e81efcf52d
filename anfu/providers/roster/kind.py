"""People of an institution as a kind of file that the import machine reads, judges and writes."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import polars as pl

from anfu.core import clock
from anfu.core.actor import PROVIDER
from anfu.core.intake.headed import Headed
from anfu.core.intake.kinds import (
    CREATED,
    VERDICT,
    Applied,
    Batch,
    Judged,
    Judging,
    Kept,
    Part,
    Task,
    Withdrawn,
)
from anfu.core.intake.reading import Chunk
from anfu.core.intake.rows import with_problems
from anfu.core.models import Intake
from anfu.core.personal import masked
from anfu.core.personal.digests import digest
from anfu.providers.actions.staff import MODEL
from anfu.providers.kinds import PersonCredential
from anfu.providers.lifecycle import APPLY
from anfu.providers.models import Provider
from anfu.providers.roster import apply, withdraw
from anfu.providers.roster.fields import REQUIRED, SEALING, STAFF, fields, labels, rule_of, wanted
from anfu.providers.roster.judge import REASONS, Seen, Verdict, verdict
from anfu.providers.roster.known import known
from anfu.registry.records.cells import normalise

PAYLOAD = pl.Schema(
    [("row", pl.Int64), *((k, v) for k, v in STAFF.items() if k != "identity"), ("sealed", pl.String)]
)


class StaffKind(Headed):
    """See `core.intake.kinds.IntakeKind`. The file is kept with its identity numbers sealed."""

    code = "staff"
    label = "机构人员"
    permission = APPLY
    unit = "人"
    key_label = "证书编号"
    verb = "providers.staff_imported"
    personal: Mapping[str, str] = MappingProxyType({"name": "name", "identity": "whole", "number": "account"})
    required = REQUIRED
    party = PROVIDER
    hides = True
    at_once = 50  # each by the action that writes one

    def fields(self) -> Mapping[str, Mapping[str, Any]]:
        """The data file."""
        return fields()

    def labels(self) -> Mapping[str, str]:
        """Field -> its Chinese name."""
        return labels()

    def hidden(self, text: str) -> str:
        """An identity number comes back sealed."""
        return SEALING.hidden(text)

    def words(self, field: str, value: str) -> str:
        """A stored value as people read it."""
        match field:
            case "credential":
                return str(PersonCredential(value).label)
            case "full_time":
                return "专职" if value == "true" else "兼职"
            case "valid_to" | "paper_to":
                return str(date.fromisoformat(value) - timedelta(1))
            case _:
                return value

    def reasons(self) -> Mapping[str, str]:
        """Code of a refusal -> its short name for counts."""
        return REASONS

    def judging(self, task: Task) -> Judging:
        """A judge for one file."""
        at = task.organisation or 0
        division = Provider.objects.filter(pk=at).values_list("division", flat=True).first() or ""
        seen = Seen()

        def judging(chunk: Chunk) -> Judged:
            return _judge(chunk, task, seen, at, division)

        return judging

    def apply(self, batch: Batch) -> Applied:
        """Write the rows in the running transaction."""
        return apply.apply(batch)

    def withdraw(self, part: Part) -> Withdrawn:
        """Take back what the import wrote and nothing builds on."""
        return withdraw.withdraw(part)

    def kept(self, intake: Intake, limit: int) -> list[Kept]:
        """What a withdrawal leaves in place."""
        return withdraw.kept(intake, limit)


def _judge(chunk: Chunk, task: Task, seen: Seen, at: int, division: str) -> Judged:
    understood = normalise(chunk.frame, task.columns, rule_of, wanted())
    rows = with_problems(understood.frame, chunk.problems.vstack(understood.problems))
    found = rows.with_columns(pl.col("full_time").fill_null(True)).to_dicts()
    people = [digest(MODEL, "identity_digest", row["identity"]) if row["identity"] else "" for row in found]
    there = known({p for p in people if p}, {row["number"] for row in found if row["number"]})
    today = clock.today()
    judged = [verdict(row, person, there, seen, at, today) for row, person in zip(found, people, strict=True)]
    told = [_told(row, person, v, division) for row, person, v in zip(found, people, judged, strict=True)]
    payload = [_payload(row) for row, v in zip(found, judged, strict=True) if v.verdict == CREATED]
    return Judged(pl.DataFrame(told, schema=VERDICT), pl.DataFrame(payload, schema=PAYLOAD))


def _told(row: dict[str, Any], person: str, found: Verdict, division: str) -> dict[str, Any]:
    """The row as pages show it: nothing of the person but what everybody is shown."""
    number = masked("providers.Certificate", "number", row["number"]) if row["number"] else "无证书"
    words = [row["credential"] and PersonCredential(row["credential"]).label, number, person[-6:]]
    return {
        "row": row["row"], "key": " ".join(str(word) for word in words if word), "changes": [],
        "name": masked(MODEL, "name", row["name"]) if row["name"] else "", "division": division,
        **found._asdict(),
    }  # fmt: skip


def _payload(row: dict[str, Any]) -> dict[str, Any]:
    told = {name: row[name] for name in PAYLOAD if name != "sealed"}
    return told | {"sealed": SEALING.sealed(row["identity"])}
