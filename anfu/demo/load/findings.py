"""What the platform presumes of the made-up firms, and what its officers have decided so far."""

import hashlib
import json
from datetime import datetime

import polars as pl

from anfu.core import bulk
from anfu.registry.roster import writing
from anfu.targeting.presumption import load_lexicon, presume_all

OFFICER = "陈晓岚"
SEEN = "现场查看生产工艺和设备清单"
NOT_SO = "现场查看，没有这道工序"


def write(versions: pl.DataFrame, truth: pl.DataFrame, ids: pl.DataFrame, at: datetime) -> None:
    """One finding for each (enterprise, ground) that is presumed or decided."""
    now = versions.filter(pl.col("valid_to").is_null())
    presumed = presume_all(now.select("uscc", "name", "scope", "industry"), load_lexicon()).grounds
    presumed = presumed.filter(pl.col("likelier") & pl.col("strength").is_not_null())
    decided = truth.filter(pl.col("found") != "open")
    keys = ["uscc", "ground"]
    both = presumed.with_columns(pl.col("ground", "strength").cast(pl.String)).join(
        decided, on=keys, how="full", coalesce=True
    )
    rows = both.join(ids, on="uscc").join(_hashes(now), on="uscc")
    bulk.insert_frame("targeting_finding", _columns(rows, at))


def _hashes(now: pl.DataFrame) -> pl.DataFrame:
    texts = now.select(
        "uscc", pl.concat_str("name", "scope", "industry", separator="\x1f", ignore_nulls=True).alias("text")
    )
    return texts.select("uscc", texts_hash=pl.col("text").map_elements(_hash, return_dtype=pl.String))


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _columns(rows: pl.DataFrame, at: datetime) -> pl.DataFrame:
    confirmed, decided = pl.col("found") == "confirmed", pl.col("found").is_not_null()
    noon = pl.col("decided_on").cast(pl.String) + " 04:00:00"
    return rows.select(
        "enterprise_id",
        "texts_hash",
        subject="ground",
        value=pl.lit(""),
        state=pl.col("found").fill_null("presumed"),
        strength=pl.col("strength").fill_null("weak"),
        likelier=pl.col("likelier").fill_null(False),
        rule=pl.col("rule").fill_null(""),
        evidence=pl.col("evidence").map_elements(_json, return_dtype=pl.String, skip_nulls=False),
        presumed_at=pl.lit(str(writing.moment(at))),
        valid_from=pl.when(confirmed).then("decided_on"),
        decided_at=pl.when(decided).then(noon),
        decided_name=pl.when(decided).then(pl.lit(OFFICER)).otherwise(pl.lit("")),
        reason=pl.when(confirmed).then(pl.lit(SEEN)).when(decided).then(pl.lit(NOT_SO)).otherwise(pl.lit("")),
    )


def _json(spans: pl.Series | None) -> str:
    return "[]" if spans is None else json.dumps(spans.to_list(), ensure_ascii=False)
