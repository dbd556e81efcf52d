"""What a row of a file of records would do: created, updated, unchanged or refused, and why."""

from collections.abc import Sequence

import polars as pl

from anfu.core.intake.cases import Case, created_or_updated, decide, twins
from anfu.core.intake.kinds import CREATED, REFUSED, UPDATED, Judged
from anfu.core.intake.rows import Seen, verdicts_of, with_changes
from anfu.registry.records.fields import Field
from anfu.registry.records.known import keys, own_fields, terms


def seen_of(fields: Sequence[Field]) -> Seen:
    """For one file: rows are twins by enterprise and key, however they name the enterprise."""
    return Seen(["enterprise_id", *keys(fields)], [field.name for field in own_fields(fields)])


def judge(
    rows: pl.DataFrame, known: pl.DataFrame, fields: Sequence[Field], wrong: list[Case], seen: Seen
) -> Judged:
    """`rows`: the values with their firms and problems; `known`: `known.records` of these firms."""
    own = ["enterprise_id", *keys(fields)]
    rows = rows.join(known, on=own, how="left", maintain_order="left")
    rows = with_changes(rows, "record_id", terms(fields))
    sound = rows.with_columns(decide(wrong)).filter(pl.col("verdict") != REFUSED)
    rows = rows.join(seen.mark(sound), on="row", how="left", maintain_order="left")
    key = "、".join(field.label for field in fields if field.key)
    differs = f"是同一企业、同一{key}，内容不同"
    cases = [*wrong, *twins(differs), *created_or_updated("record_id", "库里没有这一条")]
    rows = rows.with_columns(decide(cases))
    return Judged(_verdicts(rows, fields), _payload(rows, fields))


def _verdicts(rows: pl.DataFrame, fields: Sequence[Field]) -> pl.DataFrame:
    code = pl.coalesce("known_uscc", "uscc")
    parts = [*(pl.col(name).cast(pl.String) for name in keys(fields)), code]
    key = pl.concat_str([part.fill_null("—") for part in parts], separator=" ")
    return verdicts_of(rows, key, pl.coalesce("known_name", "enterprise_name"))


def _payload(rows: pl.DataFrame, fields: Sequence[Field]) -> pl.DataFrame:
    written = rows.filter(pl.col("verdict").is_in([CREATED, UPDATED]))
    own = terms(fields)
    return written.select(
        "row",
        "enterprise_id",
        "record_id",
        *keys(fields),
        *(pl.coalesce(name, f"known_{name}").alias(name) for name in own),
        *(f"known_{name}" for name in own),
        uscc="known_uscc",
        division=pl.col("division").fill_null(""),
    )
