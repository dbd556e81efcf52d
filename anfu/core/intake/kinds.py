"""What a room must say so that its files can be imported: one object a kind, registered in AppConfig.ready."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

import polars as pl

from anfu.core.actor import Actor
from anfu.core.intake.columns import Column
from anfu.core.intake.reading import Chunk
from anfu.core.models import Intake

# One batch keeps other writers of SQLite waiting for well under a second.
BATCH_ROWS = 1_250

CREATED, UPDATED, UNCHANGED, REFUSED = "created", "updated", "unchanged", "refused"
VERDICTS = {CREATED: "新增", UPDATED: "更新", UNCHANGED: "无变化", REFUSED: "拒收"}
# Why a row is refused that was judged well, when it is written.
CHANGED_MEANWHILE = "changed_meanwhile"
CHANGES: pl.DataType = pl.List(pl.Struct({"field": pl.String, "old": pl.String, "new": pl.String}))

# One verdict a row, as pages show it. `key` is unique among the rows that are written (a credit code, a contract
# number); `division` is the county-level division whose ledger takes the row, empty for the importer's own.
_TEXTS: dict[str, Any] = dict.fromkeys(("key", "name", "verdict", "code", "message", "fix"), pl.String)
VERDICT = pl.Schema({"row": pl.Int64, **_TEXTS, "changes": CHANGES, "division": pl.String})


class Judged(NamedTuple):
    """`verdicts`: VERDICT, one a row of the chunk; `payload`: `row` and what `apply` needs, of the rows to be written."""

    verdicts: pl.DataFrame
    payload: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Task:
    """What a judgement needs to know about the import; `divisions` None is the whole city, `organisation` whose own it is."""

    columns: Sequence[Column]
    on: date
    divisions: frozenset[str] | None
    organisation: int | None = None


class Judging(Protocol):
    """Judges the chunks of one file in their order; remembers the keys it has seen. Called for one mended row, too."""

    def __call__(self, chunk: Chunk) -> Judged: ...


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one division, written in one transaction. `rows`: their payload; `at`: the moment of recording."""

    intake: Intake
    number: int
    division: str
    rows: pl.DataFrame
    actor: Actor
    on: date
    at: datetime


class Applied(NamedTuple):
    """`written`: what the ledger keeps of the rows (no personal data); `late`: `row` and `message` of rows that were
    not written, since what they were judged against has changed meanwhile."""

    written: pl.DataFrame
    late: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an import that is taken back in one transaction: at most `limit` things after the key `after`."""

    intake: Intake
    after: int
    limit: int
    actor: Actor
    on: date
    at: datetime


class Withdrawn(NamedTuple):
    """`last`: the key of the last thing looked at, None at the end; `rows`: what was taken back, with `division`."""

    last: int | None
    rows: pl.DataFrame


class Kept(NamedTuple):
    """A thing of the import that stays, since later changes build on it: what they are."""

    key: str
    name: str
    why: str


class IntakeKind(Protocol):
    """How one kind of file is read, judged, written and taken back."""

    code: str
    label: str  # 企业名册
    permission: str
    unit: str  # what a written row is counted in: 家, 份
    key_label: str
    verb: str  # of the ledger entries that write; `<verb>_withdrawn` takes back
    personal: Mapping[str, str]  # fields about persons -> their mask
    party: str  # the kind of party that loads what is its own; "" where an office loads for its territory
    hides: bool  # whether `hidden` changes anything
    at_once: int  # rows of a batch: `BATCH_ROWS`, or fewer where each is slow to write

    def hidden(self, text: str) -> str:
        """How a cell is kept, in the file too: what must not lie anywhere in the clear comes back sealed."""

    def labels(self) -> Mapping[str, str]:
        """Field -> its Chinese name, in the order in which pages show them; fields as files have them come first,
        what differences call otherwise (price_fen) later under the same name."""

    def examples(self) -> Mapping[str, str]:
        """Field -> a made-up value, for the template file; its keys are the template's columns."""

    def words(self, field: str, value: str) -> str:
        """A stored value as people read it (330784 -> 永康市)."""

    def reasons(self) -> Mapping[str, str]:
        """Code of a refusal -> its short name for counts."""

    def count_known(self, cells: Sequence[str]) -> int:
        """How many fields these headers name."""

    def match(self, headers: Sequence[str], remembered: Mapping[str, str | None]) -> Sequence[Column]:
        """Recognise each header; what a person chose before wins."""

    def edit(self, columns: Sequence[Column], choice: Mapping[int, str | None], /) -> Sequence[Column]:
        """The mapping (as `match` made it) after a person's changes; ValueError for a field that does not exist."""

    def missing(self, columns: Sequence[Column], /) -> list[str]:
        """Names of the fields without which no row can be taken."""

    def judging(self, task: Task) -> Judging:
        """A judge for one file."""

    def apply(self, batch: Batch) -> Applied:
        """Write the rows set-based in the running transaction; locks and checks what they were judged against."""

    def withdraw(self, part: Part) -> Withdrawn:
        """Take back what the import wrote and nothing builds on, in the running transaction."""

    def kept(self, intake: Intake, limit: int) -> list[Kept]:
        """What a withdrawal now would leave (or, after it, has left) in place."""


_kinds: dict[str, IntakeKind] = {}


def register(kind: IntakeKind) -> None:
    """Declare a kind; the same code twice replaces."""
    _kinds[kind.code] = kind


def kinds() -> list[IntakeKind]:
    """All kinds, in the order in which their rooms stand."""
    return list(_kinds.values())


def kind_of(code: str) -> IntakeKind:
    """The kind of that code; KeyError where there is none."""
    return _kinds[code]


def kinds_of(actor: Actor) -> list[IntakeKind]:
    """The kinds that the actor may import."""
    return [kind for kind in kinds() if actor.may(kind.permission)]
