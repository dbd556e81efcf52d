"""What the database knows about the enterprises of a chunk: little for every row, all facts for those that differ."""

from typing import Any

import polars as pl

from anfu.core import bulk
from anfu.registry.roster.fields import CANONICAL, FACTS
from anfu.registry.roster.verdict import KNOWN

_KNOWN = """
    SELECT o.uscc, o.id, v.id, {day}, e.division, v.facts_hash
    FROM registry_organisation o
    JOIN registry_enterprise e ON e.organisation_id = o.id
    JOIN registry_enterpriseversion v ON v.enterprise_id = o.id AND v.valid_to IS NULL AND v.retracted_at IS NULL
    WHERE {among}
"""
_MERGED = """
    SELECT o.uscc, t.uscc, t.name
    FROM registry_organisation o
    JOIN registry_enterprise e ON e.organisation_id = o.id
    JOIN registry_organisation t ON t.id = e.merged_into_id
    WHERE {among}
"""


def known(codes: pl.Series) -> pl.DataFrame:
    """KNOWN for those of the codes that have facts in force; a retired enterprise is as good as new."""
    among, wanted = bulk.among("o.uscc", codes.drop_nulls().unique().to_list())
    return bulk.read(_KNOWN.format(day=bulk.days("v.valid_from"), among=among), [wanted], dict(KNOWN))


def facts(version_ids: list[int]) -> pl.DataFrame:
    """`version_id`, FACTS, `placement` and `placement_basis`; a text that says nothing is empty."""
    among, wanted = bulk.among("id", version_ids)
    schema: dict[str, Any] = {"version_id": pl.Int64, **{name: CANONICAL[name] for name in FACTS}}
    schema |= {"placement": pl.String, "placement_basis": pl.String}
    terms = ", ".join(["id", *(_term(name, kind) for name, kind in schema.items() if name != "version_id")])
    sql = f"SELECT {terms} FROM registry_enterpriseversion WHERE {among}"  # noqa: S608  # nosec B608
    plain = {name: pl.Int64 if kind == pl.Boolean else kind for name, kind in schema.items()}
    read = bulk.read(sql, [wanted], plain)
    return read.with_columns(
        pl.col(name).cast(pl.Boolean) for name, kind in schema.items() if kind == pl.Boolean
    )


def merged(codes: pl.Series) -> pl.DataFrame:
    """`uscc`, `into`, `into_name` for those of the codes whose enterprise was merged into another."""
    among, wanted = bulk.among("o.uscc", codes.drop_nulls().unique().to_list())
    return bulk.read(
        _MERGED.format(among=among), [wanted], {"uscc": pl.String, "into": pl.String, "into_name": pl.String}
    )


def _term(name: str, kind: Any) -> str:
    if kind == pl.Date:
        return bulk.days(name)
    if kind == pl.Float64:
        return f"CAST({name} AS DOUBLE PRECISION)"
    return f"CAST({name} AS INTEGER)" if kind == pl.Boolean else name
