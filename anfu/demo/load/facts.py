"""Organisations, enterprises and their versions."""

from datetime import datetime

import polars as pl

from anfu.core import bulk
from anfu.registry.derived import DERIVED, derive
from anfu.registry.roster import writing
from anfu.registry.roster.fields import FACTS

SOURCE = "演示数据"
TEXTS = [name for name, kind in DERIVED.items() if kind == pl.String]


def organisations(codes: list[str], names: list[str]) -> pl.DataFrame:
    """`uscc`, `enterprise_id` of parties that are there or are made now."""
    return writing.take_organisations(pl.DataFrame({"uscc": codes, "name": names}))


def write(versions: pl.DataFrame, at: datetime) -> pl.DataFrame:
    """All versions of some enterprises; returns `uscc`, `enterprise_id`."""
    now = versions.filter(pl.col("valid_to").is_null())
    ids = writing.take_organisations(now.select("uscc", "name"))
    territory = ids.join(now.select("uscc", "division", "town"), on="uscc")
    writing.insert_enterprises(
        territory.with_columns(
            pl.col("division", "town").fill_null(""), waiting_at=_waiting(pl.col("division"))
        )
    )
    facts = derive(versions.join(ids, on="uscc")).sort("enterprise_id", "valid_from")
    texts = [name for name in (*FACTS, *TEXTS) if facts.schema[name] == pl.String]
    rows = facts.with_columns(pl.col(texts).fill_null("")).select(
        "enterprise_id", "valid_from", "valid_to", *FACTS, *DERIVED, **_constants(at)
    )
    bulk.insert_frame(writing.VERSION, rows)
    return ids


def _waiting(division: pl.Expr) -> pl.Expr:
    return pl.when(division.fill_null("") == "").then(pl.lit("330700")).otherwise(pl.lit(""))


def _constants(at: datetime) -> dict[str, pl.Expr]:
    placement = pl.when(pl.col("division") == "").then(pl.lit("none")).otherwise(pl.lit("confirmed"))
    return {
        "recorded_at": pl.lit(str(writing.moment(at))),
        "source": pl.lit(SOURCE),
        "placement": placement,
        "placement_basis": pl.lit(SOURCE),
        "facts_hash": pl.lit(""),
    }
