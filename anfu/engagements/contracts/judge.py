"""What a row of a contract file would do: created, updated, unchanged or refused, and why. Pure."""

from dataclasses import dataclass, field

import polars as pl

from anfu.core.intake.kinds import CHANGES, VERDICT, Judged
from anfu.engagements.contracts.cases import cases
from anfu.engagements.contracts.fields import CONTRACT, TERMS
from anfu.registry.roster.cases import decide

KEY = ["uscc", "contract_no"]
_SEEN = {"uscc": pl.String, "contract_no": pl.String, "first_row": pl.Int64, "first_hash": pl.UInt64}


@dataclass(slots=True)
class Seen:
    """Enterprise and contract number of the chunks so far; the first acceptable row counts."""

    frame: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_SEEN))

    def mark(self, rows: pl.DataFrame) -> pl.DataFrame:
        """`rows` in file order; gives row, `first_row` (null for the one that counts) and `same`."""
        keyed = rows.select("row", *KEY, hash=pl.struct(list(CONTRACT)).hash())
        firsts = keyed.unique(KEY, keep="first", maintain_order=True).join(self.frame, on=KEY, how="anti")
        fresh = firsts.select(*KEY, first_row="row", first_hash="hash")
        self.frame = pl.concat([self.frame, fresh])
        known = keyed.join(self.frame, on=KEY, how="left", maintain_order="left")
        twin = pl.col("row") != pl.col("first_row")
        return known.select(
            "row",
            first_row=pl.when(twin).then(pl.col("first_row")),
            same=pl.col("hash") == pl.col("first_hash"),
        )


@dataclass(frozen=True, slots=True)
class Known:
    """Frames as `contracts.known` gives them, for the codes of a chunk."""

    enterprises: pl.DataFrame
    providers: pl.DataFrame
    relations: pl.DataFrame


def judge(
    chunk: pl.DataFrame, problems: pl.DataFrame, known: Known, *, divisions: frozenset[str] | None, seen: Seen
) -> Judged:
    """Verdict and payload. `chunk`: row and CONTRACT; `divisions`: the importer's own, None for the city."""
    rows = chunk.join(known.enterprises, on="uscc", how="left", maintain_order="left")
    rows = rows.join(known.providers, on="provider_uscc", how="left", maintain_order="left")
    rows = _with_problems(rows, problems).with_columns(outside=_outside(divisions))
    rows = _with_relations(rows, known.relations)
    wrong = rows.with_columns(decide(cases(with_twins=False)))
    acceptable = wrong.filter(pl.col("verdict") != "refused").select("row", *CONTRACT)
    rows = rows.join(seen.mark(acceptable), on="row", how="left", maintain_order="left")
    rows = rows.with_columns(decide(cases(with_twins=True)))
    return Judged(_verdicts(rows), _payload(rows))


def _with_problems(rows: pl.DataFrame, problems: pl.DataFrame) -> pl.DataFrame:
    told = problems.group_by("row", maintain_order=True).agg(
        problem_code=pl.col("code").first(),
        problem=pl.col("message").str.join("；"),
        problem_fix=pl.col("fix").unique(maintain_order=True).str.join("；"),
    )
    return rows.join(told, on="row", how="left", maintain_order="left")


def _outside(divisions: frozenset[str] | None) -> pl.Expr:
    if divisions is None:
        return pl.lit(False)
    return pl.col("enterprise_id").is_not_null() & ~pl.col("division").is_in(sorted(divisions))


def _with_relations(rows: pl.DataFrame, relations: pl.DataFrame) -> pl.DataFrame:
    """The relation that the row is about, what would change in it, and one of another provider in its way."""
    same = ["enterprise_id", "provider_uscc", "contract_no"]
    rows = rows.join(relations, on=same, how="left", maintain_order="left")
    others = relations.select(
        "enterprise_id",
        "contract_no",
        other="provider_uscc",
        other_from="known_valid_from",
        other_to="known_valid_to",
    )
    both = rows.select("row", *same, "valid_from", "valid_to").join(
        others, on=["enterprise_id", "contract_no"]
    )
    meets = pl.col("valid_to").is_null() | (pl.col("other_from") < pl.col("valid_to"))
    meets &= pl.col("other_to").is_null() | (pl.col("other_to") > pl.col("valid_from"))
    in_the_way = (
        both.filter(pl.col("other") != pl.col("provider_uscc"), meets)
        .group_by("row")
        .agg(pl.col("other").first())
    )
    rows = rows.join(in_the_way, on="row", how="left", maintain_order="left")
    return rows.join(_changes(rows), on="row", how="left", maintain_order="left")


def _changes(rows: pl.DataFrame) -> pl.DataFrame:
    long = pl.concat(
        rows.filter(
            pl.col("engagement_id").is_not_null() & pl.col(name).is_not_null(),
            pl.col(name).ne_missing(pl.col(f"known_{name}")),
        ).select(
            "row",
            field=pl.lit(name),
            old=pl.col(f"known_{name}").cast(pl.String),
            new=pl.col(name).cast(pl.String),
        )
        for name in TERMS
    )
    found = long.group_by("row", maintain_order=True).agg(changes=pl.struct("field", "old", "new"))
    return found.with_columns(pl.col("changes").cast(CHANGES))


def _verdicts(rows: pl.DataFrame) -> pl.DataFrame:
    changed = pl.when(pl.col("verdict") == "updated").then(pl.col("changes"))
    filled = rows.with_columns(
        key=pl.format("{} {}", pl.col("contract_no").fill_null("—"), pl.col("uscc").fill_null("—")),
        name=pl.coalesce("known_name", "enterprise_name"),
        changes=changed.otherwise(pl.lit([], dtype=CHANGES)),
        division=pl.col("division").fill_null(""),
    )
    return filled.select(pl.col(name).cast(kind) for name, kind in VERDICT.items())


def _payload(rows: pl.DataFrame) -> pl.DataFrame:
    written = rows.filter(pl.col("verdict").is_in(["created", "updated"]))
    terms = [pl.coalesce(name, f"known_{name}").alias(name) for name in TERMS]
    provider = pl.coalesce("known_provider", "provider_name").alias("provider_name")
    return written.select(
        "row", "enterprise_id", "engagement_id", "uscc", "provider_uscc", provider, "contract_no", *terms,
        division=pl.col("division").fill_null(""),
    )  # fmt: skip
