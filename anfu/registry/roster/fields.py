"""The canonical fields of a roster after normalising."""

import polars as pl

CANONICAL = pl.Schema(
    {
        "uscc": pl.String,
        "name": pl.String,
        "established_on": pl.Date,
        "org_type": pl.String,
        "capital_fen": pl.Int64,
        "capital_currency": pl.String,
        "scope": pl.String,
        "province": pl.String,
        "city": pl.String,
        "division": pl.String,
        "town": pl.String,
        "address": pl.String,
        "industry": pl.String,
        "employees": pl.Int64,
        "revenue_fen": pl.Int64,
        "status": pl.String,
        "above_scale": pl.Boolean,
        "hazard_level": pl.String,
        "hazard_scheme": pl.String,
        "safety_officers": pl.Int64,
        "has_safety_rules": pl.Boolean,
        "has_training_records": pl.Boolean,
        "regulators": pl.String,
        "principal": pl.String,
        "contact_name": pl.String,
        "contact_phone": pl.String,
        "longitude": pl.Float64,
        "latitude": pl.Float64,
    }
)

# What a row may say about where the enterprise is, in words or codes; placement turns them into codes.
PLACE_WORDS = ("province", "city", "division", "town")

# Compared with what is known and written as facts; province and city only serve placement.
FACTS = tuple(name for name in CANONICAL if name not in ("uscc", "province", "city"))

MAX_CHARS = {
    "name": 200,
    "org_type": 60,
    "scope": 20_000,
    "province": 60,
    "city": 60,
    "division": 60,
    "town": 60,
    "address": 300,
    "regulators": 200,
    "principal": 40,
    "contact_name": 40,
    "contact_phone": 40,
}

# One column of the file gives two canonical fields.
OUTPUTS = {"capital": ("capital_fen", "capital_currency"), "revenue": ("revenue_fen",)}


def outputs(field: str) -> tuple[str, ...]:
    """The canonical fields that a column of the file fills."""
    return OUTPUTS.get(field, (field,))
