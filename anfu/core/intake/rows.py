"""What every judgement of rows does: tell problems, find twins in the file, compare with what is known."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from anfu.core.intake.kinds import CHANGES, UPDATED, VERDICT


@dataclass(slots=True)
class Seen:
    """The keys of the chunks of one file so far; the first acceptable row of each counts."""

    key: Sequence[str]
    content: Sequence[str]
    frame: pl.DataFrame | None = field(default=None)

    def mark(self, rows: pl.DataFrame) -> pl.DataFrame:
        """`rows` in file order; gives row, `first_row` (null for the one that counts) and `same`."""
        keyed = rows.select("row", *self.key, hash=pl.struct(self.content).hash())
        firsts = keyed.unique(self.key, keep="first", maintain_order=True)
        firsts = firsts.select(*self.key, first_row="row", first_hash="hash")
        before = self.frame if self.frame is not None else firsts.clear()
        self.frame = pl.concat([before, firsts.join(before, on=self.key, how="anti")])
        known = keyed.join(self.frame, on=self.key, how="left", maintain_order="left")
        twin = pl.col("row") != pl.col("first_row")
        return known.select(
            "row",
            first_row=pl.when(twin).then(pl.col("first_row")),
            same=pl.col("hash") == pl.col("first_hash"),
        )


def with_problems(rows: pl.DataFrame, problems: pl.DataFrame) -> pl.DataFrame:
    """Each row beside all that is wrong with its cells: problem_code, problem, problem_fix."""
    told = problems.group_by("row", maintain_order=True).agg(
        problem_code=pl.col("code").first(),
        problem=pl.col("message").str.join("；"),
        problem_fix=pl.col("fix").unique(maintain_order=True).str.join("；"),
    )
    return rows.join(told, on="row", how="left", maintain_order="left")


def with_changes(rows: pl.DataFrame, known_id: str, terms: Sequence[str]) -> pl.DataFrame:
    """Each row beside the terms in which it differs from `known_<term>`; a term that it does not give stays."""
    long = pl.concat(
        rows.filter(
            pl.col(known_id).is_not_null() & pl.col(name).is_not_null(),
            pl.col(name).ne_missing(pl.col(f"known_{name}")),
        ).select(
            "row",
            field=pl.lit(name),
            old=pl.col(f"known_{name}").cast(pl.String),
            new=pl.col(name).cast(pl.String),
        )
        for name in terms
    )
    found = long.group_by("row", maintain_order=True).agg(changes=pl.struct("field", "old", "new"))
    cast = found.with_columns(pl.col("changes").cast(CHANGES))
    return rows.join(cast, on="row", how="left", maintain_order="left")


def verdicts_of(rows: pl.DataFrame, key: pl.Expr, name: pl.Expr) -> pl.DataFrame:
    """VERDICT of rows that were decided; differences only where they are written."""
    changed = pl.when(pl.col("verdict") == UPDATED).then(pl.col("changes"))
    filled = rows.with_columns(
        key=key,
        name=name,
        changes=changed.otherwise(pl.lit([], dtype=CHANGES)),
        division=pl.col("division").fill_null(""),
    )
    return filled.select(pl.col(column).cast(kind) for column, kind in VERDICT.items())
