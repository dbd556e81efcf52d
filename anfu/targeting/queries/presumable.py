"""What a presumption is made from and compared with, many enterprises at once."""

from collections.abc import Sequence

import polars as pl

from anfu.core import bulk

TEXTS = {
    "enterprise_id": pl.Int64,
    "uscc": pl.String,
    "name": pl.String,
    "scope": pl.String,
    "industry": pl.String,
}
KNOWN = {
    "id": pl.Int64,
    "enterprise_id": pl.Int64,
    "subject": pl.String,
    "value": pl.String,
    "state": pl.String,
    "strength": pl.String,
    "likelier": pl.Int8,
    "rule": pl.String,
    "texts_hash": pl.String,
}
# Firms that are gone need no look.
IN_BUSINESS = ("active", "dormant", "suspended", "liquidating")


def presumable(enterprise_ids: Sequence[int]) -> pl.DataFrame:
    """Name, scope and industry in force now, of those of these enterprises that are not gone."""
    condition, parameter = bulk.among("v.enterprise_id", enterprise_ids)
    sql = (
        "SELECT v.enterprise_id, o.uscc, v.name, v.scope, v.industry FROM registry_enterpriseversion v "  # noqa: S608  # nosec B608
        "JOIN registry_organisation o ON o.id = v.enterprise_id "
        f"WHERE v.valid_to IS NULL AND v.retracted_at IS NULL AND {condition} AND v.status IN (%s, %s, %s, %s)"
    )
    return bulk.read(sql, [parameter, *IN_BUSINESS], TEXTS)


def known_findings(enterprise_ids: Sequence[int]) -> pl.DataFrame:
    """Their findings that have not ended."""
    condition, parameter = bulk.among("enterprise_id", enterprise_ids)
    sql = (
        "SELECT id, enterprise_id, subject, value, state, strength, CASE WHEN likelier THEN 1 ELSE 0 END, rule, "  # noqa: S608  # nosec B608
        f"texts_hash FROM targeting_finding WHERE valid_to IS NULL AND {condition}"
    )
    return bulk.read(sql, [parameter], KNOWN).with_columns(pl.col("likelier").cast(pl.Boolean))
