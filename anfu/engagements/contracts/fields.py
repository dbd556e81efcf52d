"""The fields of a contract file, and what a row holds once it is understood."""

from typing import Any

import polars as pl

from anfu.core.datafiles import locate, read_toml

# `valid_to` is the first day no longer served, as everywhere; files name the last day served.
CONTRACT = pl.Schema(
    {
        "uscc": pl.String,
        "enterprise_name": pl.String,
        "provider_uscc": pl.String,
        "provider_name": pl.String,
        "mode": pl.String,
        "kinds": pl.String,  # codes in the model's order, joined by a comma
        "contract_no": pl.String,
        "signed_on": pl.Date,
        "valid_from": pl.Date,
        "valid_to": pl.Date,
        "price_fen": pl.Int64,
    }
)
REQUIRED = ("uscc", "provider_uscc", "mode", "contract_no", "valid_from")
# What may differ from the relation that is known under the same enterprise, provider and contract number.
TERMS = ("mode", "kinds", "signed_on", "valid_from", "valid_to", "price_fen")


def fields() -> dict[str, dict[str, Any]]:
    """Field of the file -> label, synonyms, example, in the order in which pages show them."""
    return read_toml(locate("engagements", "contract_headers.toml"))


def labels() -> dict[str, str]:
    """Field -> its Chinese name; the price in its canonical form too."""
    named = {field: entry["label"] for field, entry in fields().items()}
    return named | {"price_fen": named["price"]}


def words() -> dict[str, dict[str, list[str]]]:
    """Which words of files mean which code."""
    return read_toml(locate("engagements", "words.toml"))
