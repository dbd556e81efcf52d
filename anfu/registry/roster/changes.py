"""Which fields a row would change, compared with what is known."""

from collections.abc import Sequence

import polars as pl

CHANGE = pl.Struct({"field": pl.String, "old": pl.String, "new": pl.String})
CHANGES: pl.DataType = pl.List(CHANGE)
OLD = "known_"


def changes(rows: pl.DataFrame, fields: Sequence[str]) -> pl.DataFrame:
    """`row` and `changes` of the rows that change; `rows` holds each field and its old value `known_<field>`.

    A field that the row does not give (null) keeps what is known and is no change.
    """
    long = pl.concat(_changed(rows, name) for name in fields)
    grouped = long.group_by("row", maintain_order=True).agg(changes=pl.struct("field", "old", "new"))
    return grouped.with_columns(pl.col("changes").cast(CHANGES))


def _changed(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    new, old = pl.col(name), pl.col(OLD + name)
    return rows.filter(new.is_not_null() & new.ne_missing(old)).select(
        "row", field=pl.lit(name), old=old.cast(pl.String), new=new.cast(pl.String)
    )
