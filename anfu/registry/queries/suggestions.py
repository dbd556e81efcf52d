"""Where an unplaced enterprise may be, read again from its address, name and code."""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from anfu.registry.models import EnterpriseVersion
from anfu.registry.roster.fields import CANONICAL
from anfu.registry.roster.placement import place


class Suggestion(NamedTuple):
    """`confidence`: high, medium, low or none; `basis`: why, in words."""

    division: str
    town: str
    confidence: str
    basis: str


def suggestions(versions: Sequence[EnterpriseVersion]) -> dict[int, Suggestion]:
    """Version -> what its words say about its place; `division` empty where they say nothing."""
    if not versions:
        return {}
    told = ("uscc", "name", "address")
    rows = {
        "uscc": [version.enterprise.organisation.uscc for version in versions],
        "name": [version.name for version in versions],
        "address": [version.address or None for version in versions],
    }
    empty = [pl.lit(None, dtype=dtype).alias(name) for name, dtype in CANONICAL.items() if name not in told]
    placed = place(pl.DataFrame(rows, schema_overrides=dict.fromkeys(told, pl.String)).with_columns(empty))
    known = placed.select(
        pl.coalesce("division", "candidate").fill_null(""),
        pl.col("town").fill_null(""),
        "placement",
        pl.col("placement_basis").fill_null(""),
    )
    return {v.pk: Suggestion(*row) for v, row in zip(versions, known.iter_rows(), strict=True)}
