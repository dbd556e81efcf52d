"""Contracts as a kind of file that the import machine reads, judges and writes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from anfu.core.intake.kinds import Applied, Batch, Column, Judged, Judging, Kept, Part, Task, Withdrawn
from anfu.core.intake.reading import Chunk
from anfu.core.models import Intake
from anfu.core.money import yuan
from anfu.engagements.contracts import apply, known, withdraw
from anfu.engagements.contracts.cases import REASONS
from anfu.engagements.contracts.columns import count_known, edit_columns, match_columns, missing
from anfu.engagements.contracts.fields import fields, labels
from anfu.engagements.contracts.judge import Known, Seen, judge
from anfu.engagements.contracts.normalise import normalise
from anfu.engagements.models import Mode, ServiceKind
from anfu.engagements.queries.engagements import last_day
from anfu.registry.roster import columns as registry


class ContractKind:
    """See `core.intake.kinds.IntakeKind`."""

    code = "contracts"
    label = "服务合同"
    permission = "engagements.import"
    unit = "份"
    key_label = "合同编号和信用代码"
    verb = "engagements.contracts_imported"
    personal: frozenset[str] = frozenset()

    def labels(self) -> Mapping[str, str]:
        """Field -> its Chinese name."""
        return labels()

    def examples(self) -> Mapping[str, str]:
        """Field -> a made-up value, for the template file."""
        return {field: entry["example"] for field, entry in fields().items()}

    def words(self, field: str, value: str) -> str:
        """A stored value as people read it."""
        match field:
            case "mode":
                return str(Mode(value).label)
            case "kinds":
                return "、".join(str(ServiceKind(code).label) for code in value.split(",") if code)
            case "price_fen":
                return f"{yuan(int(value))} 元"
            case "valid_to":
                return str(last_day(_day(value)))
            case _:
                return value

    def reasons(self) -> Mapping[str, str]:
        """Code of a refusal -> its short name for counts."""
        return REASONS

    def count_known(self, cells: Sequence[str]) -> int:
        """How many fields these headers name."""
        return count_known(cells)

    def match(self, headers: Sequence[str], remembered: Mapping[str, str | None]) -> list[Column]:
        """Recognise each header; what a person chose before wins."""
        return list(match_columns(headers, remembered))

    def edit(self, columns: Sequence[Column], choice: Mapping[int, str | None]) -> list[Column]:
        """The mapping after a person's changes; ValueError for a field that does not exist."""
        return list(edit_columns(columns, choice))  # type: ignore[arg-type]

    def column(self, stored: Mapping[str, Any]) -> Column:
        """A column from its stored form."""
        return registry.Column(**stored)

    def missing(self, columns: Sequence[Column]) -> list[str]:
        """Names of the fields without which no row can be taken."""
        return missing(columns)  # type: ignore[arg-type]

    def judging(self, task: Task) -> Judging:
        """A judge for one file."""
        seen = Seen()

        def judging(chunk: Chunk) -> Judged:
            return _judge(chunk, task, seen)

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


def _judge(chunk: Chunk, task: Task, seen: Seen) -> Judged:
    understood = normalise(chunk.frame, task.columns)  # type: ignore[arg-type]
    frame = understood.frame
    problems = chunk.problems.vstack(understood.problems)
    firms = known.enterprises(frame["uscc"].drop_nulls().unique().to_list())
    facts = Known(
        firms,
        known.providers(frame["provider_uscc"].drop_nulls().unique().to_list()),
        known.relations(firms["enterprise_id"].to_list()),
    )
    return judge(frame, problems, facts, divisions=task.divisions, seen=seen)


def _day(text: str) -> date:
    return date.fromisoformat(text)
