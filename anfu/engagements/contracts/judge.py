"""What a row of a contract file would do: created, updated, unchanged or refused, and why. Pure."""

import polars as pl

from anfu.core.intake.cases import decide
from anfu.core.intake.kinds import CREATED, REFUSED, UPDATED, Judged
from anfu.core.intake.rows import Seen, verdicts_of, with_changes
from anfu.engagements.contracts.cases import cases
from anfu.engagements.contracts.fields import CONTRACT, TERMS


def seen_of() -> Seen:
    """For one file: rows are twins by enterprise and contract number."""
    return Seen(["uscc", "contract_no"], list(CONTRACT))


def judge(rows: pl.DataFrame, providers: pl.DataFrame, relations: pl.DataFrame, seen: Seen) -> Judged:
    """Verdict and payload. `rows`: CONTRACT with firms and problems; the others as `contracts.known` gives them."""
    rows = rows.join(providers, on="provider_uscc", how="left", maintain_order="left")
    rows = _with_relations(rows, relations)
    wrong = rows.with_columns(decide(cases(with_twins=False)))
    acceptable = wrong.filter(pl.col("verdict") != REFUSED).select("row", *CONTRACT)
    rows = rows.join(seen.mark(acceptable), on="row", how="left", maintain_order="left")
    rows = rows.with_columns(decide(cases(with_twins=True)))
    key = pl.format("{} {}", pl.col("contract_no").fill_null("—"), pl.col("uscc").fill_null("—"))
    return Judged(verdicts_of(rows, key, pl.coalesce("known_name", "enterprise_name")), _payload(rows))


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
    return with_changes(rows, "engagement_id", TERMS)


def _payload(rows: pl.DataFrame) -> pl.DataFrame:
    written = rows.filter(pl.col("verdict").is_in([CREATED, UPDATED]))
    terms = [pl.coalesce(name, f"known_{name}").alias(name) for name in TERMS]
    provider = pl.coalesce("known_provider", "provider_name").alias("provider_name")
    return written.select(
        "row", "enterprise_id", "engagement_id", "uscc", "provider_uscc", provider, "contract_no", *terms,
        division=pl.col("division").fill_null(""),
    )  # fmt: skip
