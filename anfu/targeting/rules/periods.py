"""Sets of days as rows (enterprise_id, valid_from, valid_to): half-open, a far day for "still"."""

from datetime import date

import polars as pl

BEGINNING = date(1, 1, 1)
FAR = date(9999, 12, 31)
DAYS = {"enterprise_id": pl.Int64, "valid_from": pl.Date, "valid_to": pl.Date}


def closed(frame: pl.DataFrame) -> pl.DataFrame:
    """The same days with FAR for an open end, and without empty periods."""
    ended = frame.with_columns(pl.col("valid_to").fill_null(FAR))
    return ended.filter(pl.col("valid_from") < pl.col("valid_to"))


def only_days(frame: pl.DataFrame) -> pl.DataFrame:
    """Just the columns of a period."""
    return frame.select(pl.col(name).cast(kind) for name, kind in DAYS.items())


def clipped(frame: pl.DataFrame, start: date, end: date | None) -> pl.DataFrame:
    """The days that lie in [start, end)."""
    return frame.with_columns(
        pl.max_horizontal("valid_from", pl.lit(start)), pl.min_horizontal("valid_to", pl.lit(end or FAR))
    ).filter(pl.col("valid_from") < pl.col("valid_to"))


def overlapping(left: pl.DataFrame, right: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Each pair of rows with equal keys whose periods meet, over the days that both hold."""
    pairs = left.join(right, on=keys, how="inner", suffix="_other")
    return (
        pairs.with_columns(
            pl.max_horizontal("valid_from", "valid_from_other").alias("valid_from"),
            pl.min_horizontal("valid_to", "valid_to_other").alias("valid_to"),
        )
        .drop("valid_from_other", "valid_to_other")
        .filter(pl.col("valid_from") < pl.col("valid_to"))
    )


def union(frame: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Periods that overlap or touch become one, for each combination of keys."""
    ordered = frame.sort(*keys, "valid_from", "valid_to")
    reached = pl.col("valid_to").cum_max().over(keys)
    starts = (pl.col("valid_from") > reached.shift(1).over(keys)).fill_null(True)
    merged = ordered.with_columns(starts.cum_sum().alias("run")).group_by(*keys, "run", maintain_order=True)
    return merged.agg(pl.col("valid_from").min(), pl.col("valid_to").max()).drop("run")
