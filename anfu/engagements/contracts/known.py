"""What the database knows about the enterprises, providers and contracts that a chunk names."""

from collections.abc import Collection

import polars as pl

from anfu.core import bulk

ENTERPRISES = {"uscc": pl.String, "enterprise_id": pl.Int64, "known_name": pl.String, "division": pl.String}
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
}

_ENTERPRISES = """
    SELECT o.uscc, e.organisation_id, o.name, CASE WHEN e.division <> '' THEN e.division ELSE e.waiting_at END
    FROM registry_organisation o JOIN registry_enterprise e ON e.organisation_id = o.id
    WHERE e.merged_into_id IS NULL
"""


def enterprises(codes: Collection[str]) -> pl.DataFrame:
    """Enterprises by credit code; one that waits for its place counts to the county where it waits."""
    condition, parameter = bulk.among("o.uscc", codes)
    return bulk.read(f"{_ENTERPRISES} AND {condition}", [parameter], ENTERPRISES)


def providers(codes: Collection[str]) -> pl.DataFrame:
    """Names of organisations by credit code."""
    condition, parameter = bulk.among("uscc", codes)
    sql = f"SELECT uscc, name FROM registry_organisation WHERE {condition}"  # noqa: S608
    return bulk.read(sql, [parameter], PROVIDERS)


def relations(enterprise_ids: Collection[int]) -> pl.DataFrame:
    """The relations of these enterprises that stand."""
    condition, parameter = bulk.among("g.enterprise_id", enterprise_ids)
    dates = ", ".join(bulk.days(f"g.{name}") for name in ("signed_on", "valid_from", "valid_to"))
    sql = (
        f"SELECT g.enterprise_id, g.id, o.uscc, g.contract_no, g.mode, CAST(g.kinds AS TEXT), {dates},"  # noqa: S608
        " g.price_fen, g.ended_reason <> ''"
        " FROM engagements_engagement g JOIN registry_organisation o ON o.id = g.provider_id"
        f" WHERE g.retracted_at IS NULL AND {condition}"
    )
    found = bulk.read(sql, [parameter], RELATIONS | {"ended": pl.Int8 if bulk.is_sqlite() else pl.Boolean})
    codes = pl.col("known_kinds").str.replace_all(r'[\[\]" ]', "")
    return found.with_columns(codes.alias("known_kinds"), pl.col("ended").cast(pl.Boolean))
