"""A kind of record as the import machine asks about it."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

import polars as pl
from django.db.models import Model

from anfu.core.datafiles import locate, read_toml
from anfu.core.intake.cases import Case
from anfu.core.intake.columns import Column
from anfu.core.intake.headed import Headed
from anfu.core.intake.kinds import Applied, Batch, Judged, Judging, Kept, Part, Task, Withdrawn
from anfu.core.intake.reading import Chunk
from anfu.core.intake.rows import with_problems
from anfu.core.models import Intake
from anfu.registry.models import RecordChange
from anfu.registry.records import apply, firms, withdraw
from anfu.registry.records.cells import Rule, Wanted, normalise
from anfu.registry.records.fields import FIRM, Field, fields_of
from anfu.registry.records.judge import judge, seen_of
from anfu.registry.records.known import records


class RecordKind(Headed):
    """See `core.intake.kinds.IntakeKind`; a kind says the names below, and `changed`.

    Its table has `enterprise`, `source` and a column for each field of its data file.
    """

    code: str
    label: str
    permission: str
    unit: str
    key_label: str
    verb: str
    personal: Mapping[str, str] = MappingProxyType({})
    model: type[Model]
    package: str  # of the data file
    file: str
    thing: str  # 这条挂牌督办
    own_reasons: Mapping[str, str] = {}

    def own_cases(self, on: date) -> list[Case]:
        """What else is wrong with a row, with its reason in `own_reasons`."""
        return []

    def changed(self, enterprises: list[int], records: list[int], on: date) -> None:
        """Tell others, in the running transaction: whose records changed, and which (those taken back are gone)."""
        raise NotImplementedError

    def fields(self) -> Mapping[str, Mapping[str, Any]]:
        """The data file."""
        return read_toml(locate(self.package, self.file))

    def words(self, field: str, value: str) -> str:
        """A stored value as people read it."""
        known = {each.name: each for each in self._fields()}
        return known[field].shown(value) if value and field in known else value

    def reasons(self) -> Mapping[str, str]:
        """Code of a refusal -> its short name for counts."""
        choices = {f"bad_{f.name}": f"不认得的{f.label}" for f in self._fields() if f.type == "choice"}
        return {**firms.REASONS, **choices, **self.own_reasons}

    def missing(self, columns: Sequence[Column]) -> list[str]:
        """Names of the fields without which no row can be taken; a code or a name must tell the enterprise."""
        given, labels = {column.field for column in columns}, self.labels()
        firm = [] if given & set(FIRM) else [labels[FIRM[0]]]
        return firm + self.headers().missing(columns, [f.name for f in self._fields() if f.required])

    def judging(self, task: Task) -> Judging:
        """A judge for one file."""
        seen = seen_of(self._fields())
        wrong = [*firms.firm_cases(self.thing), *self.own_cases(task.on)]

        def judging(chunk: Chunk) -> Judged:
            rows = self._understood(chunk, task)
            known = records(self.model, self._fields(), rows["enterprise_id"].drop_nulls().unique().to_list())
            return judge(rows, known, self._fields(), wrong, seen)

        return judging

    def apply(self, batch: Batch) -> Applied:
        """Write the rows in the running transaction."""
        applied, touched = apply.apply(self.model, self._fields(), batch)
        self._tell(touched, batch.on)
        return applied

    def withdraw(self, part: Part) -> Withdrawn:
        """Take back what the import wrote and nobody changed since."""
        withdrawn, touched = withdraw.withdraw(self.model, self._fields(), part)
        self._tell(touched, part.on)
        return withdrawn

    def kept(self, intake: Intake, limit: int) -> list[Kept]:
        """What a withdrawal leaves in place."""
        return withdraw.kept(self.model, self._fields(), intake, limit)

    def _tell(self, touched: Sequence[RecordChange], on: date) -> None:
        if touched:
            enterprises = sorted({change.after["enterprise_id"] for change in touched})
            self.changed(enterprises, [change.record_id for change in touched], on)

    def _fields(self) -> tuple[Field, ...]:
        return fields_of(locate(self.package, self.file))

    def _understood(self, chunk: Chunk, task: Task) -> pl.DataFrame:
        known = {field.name: field for field in self._fields()}
        required = [field.name for field in known.values() if field.required]
        wanted = Wanted(pl.Schema({n: f.dtype for n, f in known.items()}), required, self.labels())

        def rule(column: Column) -> Rule:
            field = known[column.field or ""]
            return Rule(field.name, lambda text: field.parse(text, column.unit))

        understood = normalise(chunk.frame, task.columns, rule, wanted)
        rows = firms.with_firms(understood.frame, task.divisions)
        return with_problems(rows, chunk.problems.vstack(understood.problems))
