"""From spans to the cube: what each day changes in each cell, summed also by month and by year.

A figure as of a day is the sum of the whole years before it, the whole months of its year and the days of
its month: a few dozen rows a cell, however long the history. Writers only ever add.
"""

from functools import reduce

import polars as pl

from anfu.targets.groups import BY_BIT

MEASURES = ["in_scope", "covered", "newly", "lapsed"]
PLACE = ["division", "sector", "size_class"]
GRAINS = {"Y": "1y", "M": "1mo", "D": "1d"}
CELL = ["group", "grain", "day", "division", "sector", "size_class"]
TOTAL = ["grain", "day", "group", "division"]


def changes(added: pl.DataFrame, removed: pl.DataFrame) -> pl.DataFrame:
    """What it means for the cells (columns CELL and MEASURES) that these spans come and those go."""
    return _by_grain(_by_group(pl.concat([_events(added, 1), _events(removed, -1)])))


def totals(cells: pl.DataFrame) -> pl.DataFrame:
    """The same changes without sector and size."""
    return _nonzero(cells.group_by(TOTAL).agg(pl.col(MEASURES).sum()))


def _events(spans: pl.DataFrame, sign: int) -> pl.DataFrame:
    """Each span adds itself on its first day and takes itself away on the day after its last."""
    one = spans.with_columns(pl.lit(1).alias("in_scope"))
    begun = one.select("groups", *PLACE, pl.col("valid_from").alias("day"), *_signed(sign))
    over = one.filter(pl.col("valid_to").is_not_null())
    ended = over.select("groups", *PLACE, pl.col("valid_to").alias("day"), *_signed(-sign))
    return pl.concat([begun, ended])


def _signed(sign: int) -> list[pl.Expr]:
    return [pl.col(name).cast(pl.Int64) * sign for name in MEASURES]


def _by_group(events: pl.DataFrame) -> pl.DataFrame:
    keys = ["day", *PLACE]
    summed = _nonzero(events.group_by("groups", *keys).agg(pl.col(MEASURES).sum()))
    bits = reduce(lambda a, b: a | b, summed["groups"].unique().to_list(), 0)
    parts = [
        summed.filter(pl.col("groups") & (1 << bit) != 0).with_columns(pl.lit(bit, pl.Int16).alias("group"))
        for bit in BY_BIT
        if bits >> bit & 1
    ]
    if not parts:
        parts = [summed.with_columns(pl.lit(0, pl.Int16).alias("group"))]
    return _nonzero(pl.concat(parts).group_by("group", *keys).agg(pl.col(MEASURES).sum()))


def _by_grain(daily: pl.DataFrame) -> pl.DataFrame:
    parts = [
        daily.with_columns(pl.col("day").dt.truncate(step), pl.lit(grain).alias("grain"))
        .group_by(CELL)
        .agg(pl.col(MEASURES).sum())
        for grain, step in GRAINS.items()
    ]
    return _nonzero(pl.concat(parts))


def _nonzero(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.any_horizontal(pl.col(MEASURES) != 0))
