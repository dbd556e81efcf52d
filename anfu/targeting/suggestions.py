"""What a presumption changes: pure, from texts and known findings to what is to be added, changed and removed."""

import hashlib
from dataclasses import dataclass

import polars as pl

from anfu.targeting.models import BY_HAND
from anfu.targeting.presumption import Lexicon, load_lexicon, presume_all

SPANS = pl.List(
    pl.Struct(
        {
            "field": pl.String,
            "start": pl.Int64,
            "end": pl.Int64,
            "text": pl.String,
            "kind": pl.String,
            "rule": pl.String,
        }
    )
)
KEY = ["enterprise_id", "subject"]
SAME = ["value", "strength", "likelier", "rule", "texts_hash"]
TOLD = ["uscc", "enterprise_id", "subject", "value", "strength", "rule", "texts_hash"]


@dataclass(frozen=True)
class Plan:
    """Frames of findings; `changed` and `removed` have the finding's id."""

    added: pl.DataFrame
    changed: pl.DataFrame
    removed: pl.DataFrame

    def is_empty(self) -> bool:
        """Whether nothing is to be written."""
        return self.added.is_empty() and self.changed.is_empty() and self.removed.is_empty()

    def ledger_rows(self) -> bytes:
        """One JSON line for each change."""
        parts = {"added": self.added, "changed": self.changed, "removed": self.removed}
        told = [frame.select(TOLD).with_columns(act=pl.lit(act)) for act, frame in parts.items()]
        # A frame without rows may not know the type of its columns.
        return pl.concat(told, how="vertical_relaxed").write_ndjson().encode()


def plan(texts: pl.DataFrame, known: pl.DataFrame, *, anew: bool = False) -> Plan:
    """`texts`: enterprise_id, uscc, name, scope, industry. `known`: their findings that have not ended."""
    wanted = suggested(texts, load_lexicon())
    both = wanted.join(known, on=KEY, how="inner", suffix="_known")
    # eq_missing, since a null compares as unknown.
    differs = pl.lit(anew) | ~pl.all_horizontal(pl.col(c).eq_missing(pl.col(f"{c}_known")) for c in SAME)
    waiting = (pl.col("state") == "presumed") & (pl.col("rule_known") != BY_HAND) & differs
    other_texts = (pl.col("state") == "refuted") & (pl.col("texts_hash") != pl.col("texts_hash_known"))
    gone = known.filter(pl.col("state") == "presumed", pl.col("rule") != BY_HAND)
    return Plan(
        added=wanted.join(known, on=KEY, how="anti"),
        changed=both.filter(waiting | other_texts),
        removed=gone.join(wanted, on=KEY, how="anti").with_columns(uscc=pl.lit(None, pl.String)),
    )


def suggested(texts: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """The findings that these texts suggest, evidence as JSON: grounds, and an industry where none is known."""
    found = presume_all(texts, lexicon)
    hashes = pl.Series(
        "texts_hash", [_hash(*row) for row in texts.select("name", "scope", "industry").rows()]
    )
    keyed = texts.select("enterprise_id", "uscc", "industry", hashes).with_row_index("row")
    parts = [_grounds(found.grounds), _industries(found.industries, keyed)]
    return pl.concat(parts).join(keyed.drop("industry"), on="row").drop("row")


def _grounds(found: pl.DataFrame) -> pl.DataFrame:
    return _shaped(
        found.filter(pl.col("strength").is_not_null()).with_columns(
            pl.col("ground").cast(pl.String).alias("subject"),
            pl.lit("").alias("value"),
            pl.col("strength").cast(pl.String),
        )
    )


def _industries(found: pl.DataFrame, keyed: pl.DataFrame) -> pl.DataFrame:
    unknown = keyed.filter(pl.col("industry").fill_null("") == "").select("row")
    guessed = found.join(unknown, on="row", how="semi").filter(
        pl.col("industry").is_not_null(), pl.col("evidence").list.len() > 0
    )
    exact = pl.col("industry").str.len_chars() >= 3
    return _shaped(
        guessed.with_columns(
            pl.lit("industry").alias("subject"),
            pl.col("industry").alias("value"),
            pl.when(exact).then(pl.lit("medium")).otherwise(pl.lit("weak")).alias("strength"),
            pl.lit(True).alias("likelier"),
            pl.col("evidence").list.first().struct.field("rule"),
        )
    )


def _shaped(found: pl.DataFrame) -> pl.DataFrame:
    spans = pl.struct(pl.col("evidence").cast(SPANS)).struct.json_encode()
    evidence = spans.str.strip_prefix('{"evidence":').str.strip_suffix("}")
    columns = ["subject", "value", "strength", "likelier", "rule"]
    return found.select(pl.col("row").cast(pl.UInt32), *columns, evidence.alias("evidence"))


def _hash(*texts: str | None) -> str:
    return hashlib.blake2b("\x1f".join(text or "" for text in texts).encode(), digest_size=16).hexdigest()
