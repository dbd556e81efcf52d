"""Rosters as a kind of import: what the machine of `core.intake` asks about them."""

from collections.abc import Mapping, Sequence

import polars as pl

from anfu.core.intake.columns import Column
from anfu.core.intake.kinds import BATCH_ROWS, VERDICT, Applied, Batch, Judged, Kept, Part, Task, Withdrawn
from anfu.core.intake.problems import PROBLEM_SCHEMA
from anfu.core.intake.reading import Chunk
from anfu.core.models import Intake
from anfu.core.personal import personal_of
from anfu.registry.roster import apply, columns, current, words
from anfu.registry.roster import withdraw as taking_back
from anfu.registry.roster.fields import FACTS
from anfu.registry.roster.hashing import facts_hash
from anfu.registry.roster.in_file import Seen
from anfu.registry.roster.normalise import normalise
from anfu.registry.roster.placement import PLACED, place
from anfu.registry.roster.verdict import Territory, judge


class RosterKind:
    """Rosters of enterprises, keyed by their unified social credit code."""

    code = "roster"
    label = "企业名册"
    permission = "registry.import"
    unit = "家"
    key_label = "信用代码"
    verb = "registry.roster_loaded"
    personal: Mapping[str, str] = personal_of("registry.EnterpriseVersion")
    party = ""
    hides = False
    at_once = BATCH_ROWS

    def hidden(self, text: str) -> str:
        """As it stands."""
        return text

    def labels(self) -> Mapping[str, str]:
        """Field of the file -> its Chinese name; amounts in their canonical form, too."""
        return words.labels()

    def examples(self) -> Mapping[str, str]:
        """A made-up enterprise, for the template."""
        return words.EXAMPLES

    def words(self, field: str, value: str) -> str:
        """Codes as words, fen as yuan."""
        return words.shown(field, value)

    def reasons(self) -> Mapping[str, str]:
        """Short names of the refusals."""
        return words.REASONS

    def count_known(self, cells: Sequence[str]) -> int:
        """How many fields these headers name."""
        return columns.count_known(cells)

    def match(self, headers: Sequence[str], remembered: Mapping[str, str | None]) -> list[Column]:
        """Recognise each header."""
        return columns.match_columns(headers, remembered)

    def edit(self, matched: Sequence[Column], choice: Mapping[int, str | None]) -> list[Column]:
        """The mapping after a person's changes."""
        return columns.edit_columns(matched, choice)

    def missing(self, matched: Sequence[Column]) -> list[str]:
        """The credit code is the one field that no roster can do without."""
        return columns.missing_columns(matched)

    def judging(self, task: Task) -> "RosterJudging":
        """A judge for one file."""
        return RosterJudging(task)

    def apply(self, batch: Batch) -> Applied:
        """Write a batch."""
        return apply.apply(batch)

    def withdraw(self, part: Part) -> Withdrawn:
        """Take back a part."""
        return taking_back.withdraw(part)

    def kept(self, intake: Intake, limit: int) -> list[Kept]:
        """What stays in place, since later changes build on it."""
        return taking_back.kept(intake, limit)


class RosterJudging:
    """Judges one file, chunk by chunk."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._columns = list(task.columns)
        self._seen = Seen()

    def __call__(self, chunk: Chunk) -> Judged:
        """Verdicts of the chunk's rows and the payload of those that change something."""
        read = normalise(chunk.frame, self._columns)
        rows = read.frame.with_columns(facts_hash(read.frame, read.given))
        known = current.known(rows["uscc"])
        rows = _placed(rows, known)
        problems = pl.concat([chunk.problems, read.problems, _merged(rows)])
        verdicts = judge(
            rows,
            problems,
            known,
            current.facts,
            given=read.given,
            on=self._task.on,
            territory=Territory(self._task.divisions),
            seen=self._seen,
        )
        return _judged(rows, verdicts, known)


def _placed(rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """`place`, but for rows that say again what they said last time: those stay where they are."""
    said = rows.join(known.select("uscc", "facts_hash"), on=["uscc", "facts_hash"], how="semi").select("row")
    fresh = place(rows.join(said, on="row", how="anti"))
    nowhere = {"division": None, "town": None, "placement": "none", "placement_basis": "", "candidate": None}
    same = rows.join(said, on="row", how="semi").with_columns(
        pl.lit(value, dtype=pl.String).alias(name) for name, value in nowhere.items()
    )
    return pl.concat([fresh, same.select(fresh.columns)]).sort("row")


def _merged(rows: pl.DataFrame) -> pl.DataFrame:
    found = rows.select("row", "uscc").join(current.merged(rows["uscc"]), on="uscc")
    return found.select(
        "row",
        field=pl.lit("uscc"),
        value=pl.col("uscc"),
        code=pl.lit("merged"),
        message=pl.format("这家企业已并入{}（{}）", pl.col("into_name"), pl.col("into")),
        fix=pl.lit("请改用合并后的信用代码"),
    ).select(list(PROBLEM_SCHEMA))


def _judged(rows: pl.DataFrame, verdicts: pl.DataFrame, known: pl.DataFrame) -> Judged:
    beside = verdicts.join(
        known.select("uscc", division_now="division"), on="uscc", how="left", maintain_order="left"
    ).with_columns(rows["division"].alias("division_said"), _new("division"), _new("town"))
    division = pl.coalesce("new_division", "division_now", "division_said")
    told = beside.with_columns(key=pl.col("uscc"), division=division.fill_null(""))
    return Judged(told.select(list(VERDICT)), _payload(rows, beside))


def _new(field: str) -> pl.Expr:
    """The new value that the verdict gives a field of the place; null where it stays."""
    of_field = pl.element().filter(pl.element().struct.field("field") == field)
    changed = pl.col("changes").list.eval(of_field.struct.field("new"))
    return changed.list.first().alias(f"new_{field}")


def _payload(rows: pl.DataFrame, verdicts: pl.DataFrame) -> pl.DataFrame:
    changed = pl.col("changes").list.eval(pl.element().struct.field("field"))
    writes = verdicts.filter(pl.col("verdict").is_in(["created", "updated"])).select(
        "row", "verdict", "version_id", "new_division", "new_town", changed=changed
    )
    chosen = rows.select("row", "uscc", "facts_hash", *FACTS, *PLACED.names())
    payload = writes.join(chosen, on="row", how="inner", maintain_order="left")
    moved = pl.col("verdict") == "updated"
    return payload.with_columns(
        division=pl.when(moved).then("new_division").otherwise("division"),
        town=pl.when(moved).then("new_town").otherwise("town"),
    ).drop("new_division", "new_town", "candidate")
