"""Service relations, supervised listings and accidents."""

import json
from datetime import datetime

import polars as pl

from anfu.core import bulk
from anfu.demo.load.facts import SOURCE
from anfu.registry.roster import writing


def write_engagements(rows: pl.DataFrame, ids: pl.DataFrame, providers: pl.DataFrame, at: datetime) -> None:
    """Relations of enterprises in `ids` with the providers."""
    parties = providers.rename({"uscc": "provider_uscc", "enterprise_id": "provider_id"})
    known = rows.join(ids, on="uscc").join(parties, on="provider_uscc")
    columns = ["mode", "valid_from", "valid_to", "signed_on", "price_fen", "contract_no"]
    written = known.select(
        "enterprise_id",
        "provider_id",
        *columns,
        kinds=pl.col("kinds").map_elements(lambda kinds: json.dumps(list(kinds)), return_dtype=pl.String),
        source=pl.lit(SOURCE),
        recorded_at=pl.lit(str(writing.moment(at))),
        ended_reason=pl.lit(""),
    )
    bulk.insert_frame("engagements_engagement", written)


def write_listings(rows: pl.DataFrame, ids: pl.DataFrame) -> None:
    """Supervised listings (二(一)4)."""
    columns = ["level", "number", "hazard", "listed_on", "due_on", "delisted_on"]
    written = rows.join(ids, on="uscc").select("enterprise_id", *columns, source=pl.lit(SOURCE))
    bulk.insert_frame("targeting_supervisedlisting", written)


def write_accidents(rows: pl.DataFrame, ids: pl.DataFrame) -> None:
    """Accidents (二(一)5)."""
    columns = ["happened_on", "deaths", "injuries", "loss_fen", "description"]
    written = rows.join(ids, on="uscc").select("enterprise_id", *columns, source=pl.lit(SOURCE))
    bulk.insert_frame("targeting_accident", written)
