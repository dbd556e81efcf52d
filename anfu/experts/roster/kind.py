"""Experts as a kind of file that the import machine reads, judges and writes."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import polars as pl

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
from anfu.core.masks import identity as masked_identity
from anfu.core.models import Intake
from anfu.core.personal.digests import digest
from anfu.experts.lifecycle import REVIEW
from anfu.experts.models import Expert, Level
from anfu.experts.roster import apply, withdraw
from anfu.experts.roster.fields import MODEL, NAMES, REQUIRED, SEALING, fields, rule_of, wanted
from anfu.experts.roster.judge import REASONS, Known, Seen, Verdict, verdict
from anfu.registry.models import Organisation
from anfu.registry.records.cells import normalise

_TEXTS = [name for name in NAMES if name != "identity"]
PAYLOAD = pl.Schema({"row": pl.Int64, **dict.fromkeys((*_TEXTS, "sealed"), pl.String)})


class ExpertKind(Headed):
    """See `core.intake.kinds.IntakeKind`. The file is kept with its identity numbers sealed."""

    code = "experts"
    label = "专家"
    permission = REVIEW
    unit = "位"
    key_label = "身份证号"
    verb = "experts.imported"
    personal: Mapping[str, str] = MappingProxyType({"identity": "whole", "phone": "phone"})
    required = REQUIRED
    hides = True
    at_once = 50  # each by the action that writes one

    def fields(self) -> Mapping[str, Mapping[str, Any]]:
        """The data file."""
        return fields()

    def hidden(self, text: str) -> str:
        """An identity number comes back sealed."""
        return SEALING.hidden(text)

    def words(self, field: str, value: str) -> str:
        """A stored value as people read it; rows are only ever new, so that no difference is shown."""
        return value

    def reasons(self) -> Mapping[str, str]:
        """Code of a refusal -> its short name for counts."""
        return REASONS

    def judging(self, task: Task) -> Judging:
        """A judge for one file."""
        seen = Seen()

        def judging(chunk: Chunk) -> Judged:
            return _judge(chunk, task, seen)

        return judging

    def apply(self, batch: Batch) -> Applied:
        """Nominate each in the running transaction."""
        return apply.apply(batch)

    def withdraw(self, part: Part) -> Withdrawn:
        """Take back those that nobody has decided on."""
        return withdraw.withdraw(part)

    def kept(self, intake: Intake, limit: int) -> list[Kept]:
        """What a withdrawal leaves in place."""
        return withdraw.kept(intake, limit)


def _judge(chunk: Chunk, task: Task, seen: Seen) -> Judged:
    understood = normalise(chunk.frame, task.columns, rule_of, wanted())
    rows = with_problems(understood.frame, chunk.problems.vstack(understood.problems)).to_dicts()
    people = [digest(MODEL, "identity_digest", row["identity"]) if row["identity"] else "" for row in rows]
    known = _known(rows, people, task.divisions)
    judged = [verdict(row, person, known, seen) for row, person in zip(rows, people, strict=True)]
    told = [_told(row, person, v) for row, person, v in zip(rows, people, judged, strict=True)]
    payload = [_payload(row) for row, v in zip(rows, judged, strict=True) if v.verdict == CREATED]
    return Judged(pl.DataFrame(told, schema=VERDICT), pl.DataFrame(payload, schema=PAYLOAD))


def _known(rows: list[dict[str, Any]], people: list[str], place: frozenset[str] | None) -> Known:
    """In two queries."""
    named = {person for person in people if person}
    experts = {each.identity_digest: each for each in Expert.objects.filter(identity_digest__in=named)}
    codes = {row["employer_uscc"] for row in rows if row["employer_uscc"]}
    there = Organisation.objects.filter(uscc__in=codes).values_list("uscc", flat=True)
    return Known(experts, frozenset(there), place)


def _told(row: dict[str, Any], person: str, found: Verdict) -> dict[str, Any]:
    """The row as pages show it; of the number so much as the library shows, and enough to tell two persons apart."""
    return {
        "row": row["row"], "key": f"{masked_identity(row['identity'])} {person[-6:]}" if person else "",
        "name": row["name"] or "", "changes": [], **found._asdict(),
        "division": row["region"] if row["level"] == Level.COUNTY else "",
    }  # fmt: skip


def _payload(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "row": row["row"],
        **{name: row[name] for name in _TEXTS},
        "sealed": SEALING.sealed(row["identity"]),
    }
