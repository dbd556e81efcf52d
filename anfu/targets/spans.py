"""From dated facts to spans: the periods in which nothing about an enterprise's place in the figures changed.

All work is on whole frames, tens of thousands of enterprises at a time. Periods are half-open; no end = null.
"""

import polars as pl

from anfu.targets.groups import GROUPS, MASKS, mask_of

ACTIVE = ["active"]
IDLE = ["dormant", "suspended", "liquidating"]
INDUSTRIAL_SECTIONS = ["B", "C", "D"]

PERIOD = {"enterprise_id": pl.Int64, "valid_from": pl.Date, "valid_to": pl.Date}
PLACE = {"division": pl.String, "town": pl.String, "sector": pl.String, "size_class": pl.String}
VERSIONS = PERIOD | PLACE | {"section": pl.String, "status": pl.String}
CLASSES = PERIOD | {"group": pl.String}
SERVICES = PERIOD
STATE = {"groups": pl.Int64, "covered": pl.Boolean, "newly": pl.Boolean, "lapsed": pl.Boolean}
SPANS = PERIOD | PLACE | STATE
_FACTS = [*PLACE, *STATE]


def spans(versions: pl.DataFrame, classes: pl.DataFrame, services: pl.DataFrame) -> pl.DataFrame:
    """The spans of all enterprises in the frames, in the shape of SPANS, sorted by enterprise and day.

    Without a version in force, without a division, or once closed, moved out or annulled, there is no span.
    """
    found = _placed(_segments(versions, classes, services), versions)
    found = _in_groups(found, classes)
    return _joined(_served(found, services))


def _segments(*frames: pl.DataFrame) -> pl.DataFrame:
    """Every stretch between two days on which something changes, by enterprise."""
    services = frames[-1]
    next_year = (pl.col("valid_from").dt.truncate("1y").dt.offset_by("1y")).alias("day")
    days = [frame.select("enterprise_id", pl.col("valid_from").alias("day")) for frame in frames]
    days += [frame.select("enterprise_id", pl.col("valid_to").alias("day")) for frame in frames]
    days.append(services.select("enterprise_id", next_year))  # what was new last year is not new this year
    edges = pl.concat(days).drop_nulls().unique().sort("enterprise_id", "day")
    same = pl.col("enterprise_id").shift(-1) == pl.col("enterprise_id")
    return edges.with_columns(end=pl.when(same).then(pl.col("day").shift(-1)))


def _placed(segments: pl.DataFrame, versions: pl.DataFrame) -> pl.DataFrame:
    """Segments with the facts in force, where these put the enterprise into the figures."""
    counted = pl.col("status").is_in(ACTIVE + IDLE) & (pl.col("division") != "")
    facts = versions.filter(counted).sort("valid_from")
    held = segments.sort("day").join_asof(
        facts, left_on="day", right_on="valid_from", by="enterprise_id", check_sortedness=False
    )
    ends = pl.col("valid_to")
    in_force = pl.col("valid_from").is_not_null() & (ends.is_null() | (ends > pl.col("day")))
    return held.filter(in_force).drop("valid_from", "valid_to").with_row_index("segment")


def _in_groups(segments: pl.DataFrame, classes: pl.DataFrame) -> pl.DataFrame:
    """Adds the mask of groups; an idle enterprise is counted apart and in no other group."""
    masks = pl.col("group").replace_strict(MASKS, default=None, return_dtype=pl.Int64)
    known = classes.with_columns(mask=masks).drop_nulls("mask")
    hits = _during(segments, known).group_by("segment").agg(pl.col("mask").bitwise_or())
    section = pl.col("section")
    industry = (
        pl.when(section == "").then(GROUPS["industry_unknown"].mask)
        .when(section.is_in(INDUSTRIAL_SECTIONS)).then(GROUPS["industrial"].mask)
        .otherwise(0)
    )  # fmt: skip
    active = industry | GROUPS["all"].mask | pl.col("mask").fill_null(0)
    mask = pl.when(pl.col("status").is_in(IDLE)).then(mask_of(["idle"])).otherwise(active)
    return segments.join(hits, on="segment", how="left").with_columns(groups=mask.cast(pl.Int64)).drop("mask")


def _served(segments: pl.DataFrame, services: pl.DataFrame) -> pl.DataFrame:
    """Adds covered, newly (and not on the last day of the year before) and lapsed (was covered once)."""
    beginning, end = pl.col("valid_from"), pl.col("valid_to")
    year_end = pl.col("day").dt.truncate("1y").dt.offset_by("-1d")
    both = segments.select("segment", "enterprise_id", "day").join(services, on="enterprise_id")
    seen = both.filter(beginning <= pl.col("day")).group_by("segment").agg(
        now=(end.is_null() | (end > pl.col("day"))).any(),
        then=((beginning <= year_end) & (end.is_null() | (end > year_end))).any(),
    )  # fmt: skip
    now, then = pl.col("now").fill_null(False), pl.col("then").fill_null(False)
    return segments.join(seen, on="segment", how="left").with_columns(
        covered=now, newly=now & ~then, lapsed=pl.col("now").is_not_null() & ~now
    )


def _during(segments: pl.DataFrame, periods: pl.DataFrame) -> pl.DataFrame:
    """Each segment beside each period that holds on its first day, and so on all its days."""
    both = segments.select("segment", "enterprise_id", "day").join(periods, on="enterprise_id")
    holds = pl.col("valid_to").is_null() | (pl.col("valid_to") > pl.col("day"))
    return both.filter(pl.col("valid_from") <= pl.col("day"), holds)


def _joined(segments: pl.DataFrame) -> pl.DataFrame:
    """Neighbouring segments that say the same become one span."""
    ordered = segments.sort("enterprise_id", "day")
    differs = pl.col("enterprise_id") != pl.col("enterprise_id").shift()
    differs |= pl.col("end").shift().is_null() | (pl.col("end").shift() != pl.col("day"))
    for name in _FACTS:
        differs |= pl.col(name) != pl.col(name).shift()
    run = differs.fill_null(True).cum_sum().alias("run")
    one = ordered.group_by(run, maintain_order=True).agg(
        pl.col("enterprise_id").first(),
        pl.col("day").first().alias("valid_from"),
        pl.col("end").last().alias("valid_to"),
        *(pl.col(name).first() for name in _FACTS),
    )
    return one.select(pl.col(name).cast(kind) for name, kind in SPANS.items())
