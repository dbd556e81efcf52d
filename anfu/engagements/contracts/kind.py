"""Contracts as a kind of file that the import machine reads, judges and writes."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from anfu.core.intake.headed import Headed
from anfu.core.intake.kinds import Applied, Batch, Judged, Judging, Kept, Part, Task, Withdrawn
from anfu.core.intake.reading import Chunk
from anfu.core.intake.rows import Seen, with_problems
from anfu.core.models import Intake
from anfu.core.money import yuan
from anfu.core.periods import last_day
from anfu.engagements.contracts import apply, known, withdraw
from anfu.engagements.contracts.cases import REASONS
from anfu.engagements.contracts.fields import REQUIRED, fields, labels
from anfu.engagements.contracts.judge import judge, seen_of
from anfu.engagements.contracts.normalise import rule_of, wanted
from anfu.engagements.models import Mode
from anfu.providers.kinds import ServiceKind
from anfu.registry.records.cells import normalise
from anfu.registry.records.firms import with_firms


class ContractKind(Headed):
    """See `core.intake.kinds.IntakeKind`."""

    code = "contracts"
    label = "服务合同"
    permission = "engagements.import"
    unit = "份"
    key_label = "合同编号和信用代码"
    verb = "engagements.contracts_imported"
    personal: Mapping[str, str] = MappingProxyType({})
    required = REQUIRED

    def fields(self) -> Mapping[str, Mapping[str, Any]]:
        """The data file."""
        return fields()

    def labels(self) -> Mapping[str, str]:
        """Field -> its Chinese name."""
        return labels()

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
                return str(last_day(date.fromisoformat(value)))
            case _:
                return value

    def reasons(self) -> Mapping[str, str]:
        """Code of a refusal -> its short name for counts."""
        return REASONS

    def judging(self, task: Task) -> Judging:
        """A judge for one file."""
        seen = seen_of()

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
    understood = normalise(chunk.frame, task.columns, rule_of, wanted())
    rows = with_firms(understood.frame, task.divisions)
    rows = with_problems(rows, chunk.problems.vstack(understood.problems))
    providers = known.providers(rows["provider_uscc"].drop_nulls().unique().to_list())
    relations = known.relations(rows["enterprise_id"].drop_nulls().unique().to_list())
    return judge(rows, providers, relations, seen)
