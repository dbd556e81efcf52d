"""What the database knows about the providers and contracts that a chunk names."""

from collections.abc import Collection

import polars as pl

from anfu.core import bulk

PROVIDERS = {"provider_uscc": pl.String, "known_provider": pl.String}
RELATIONS = {
    "enterprise_id": pl.Int64,
    "engagement_id": pl.Int64,
    "provider_uscc": pl.String,
    "contract_no": pl.String,
    "known_mode": pl.String,
    "known_kinds": pl.String,
    "known_signed_on": pl.Date,
    "known_valid_from": pl.Date,
    "known_valid_to": pl.Date,
    "known_price_fen": pl.Int64,
    "ended": pl.Boolean,
    "here": pl.Boolean,
}
FLAGS = ("ended", "here")


def providers(codes: Collection[str]) -> pl.DataFrame:
    """Names of organisations by credit code."""
    condition, parameter = bulk.among("uscc", codes)
    sql = f"SELECT uscc, name FROM registry_organisation WHERE {condition}"  # noqa: S608  # nosec B608
    return bulk.read(sql, [parameter], PROVIDERS)


def relations(enterprise_ids: Collection[int]) -> pl.DataFrame:
    """The relations of these enterprises that stand."""
    condition, parameter = bulk.among("g.enterprise_id", enterprise_ids)
    dates = ", ".join(bulk.days(f"g.{name}") for name in ("signed_on", "valid_from", "valid_to"))
    sql = (
        f"SELECT g.enterprise_id, g.id, o.uscc, g.contract_no, g.mode, CAST(g.kinds AS TEXT), {dates},"  # noqa: S608  # nosec B608
        " g.price_fen, g.ended_reason <> '',"
        " EXISTS (SELECT 1 FROM engagements_contractversion v WHERE v.engagement_id = g.id)"
        " FROM engagements_engagement g JOIN registry_organisation o ON o.id = g.provider_id"
        f" WHERE g.retracted_at IS NULL AND {condition}"
    )
    flag = pl.Int8 if bulk.is_sqlite() else pl.Boolean
    found = bulk.read(sql, [parameter], RELATIONS | dict.fromkeys(FLAGS, flag))
    codes = pl.col("known_kinds").str.replace_all(r'[\[\]" ]', "")
    return found.with_columns(codes.alias("known_kinds"), pl.col(*FLAGS).cast(pl.Boolean))
