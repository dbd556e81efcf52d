"""Figures of the public hall: numbers, and medians only from enough cases on."""

import json
from dataclasses import dataclass
from datetime import date
from statistics import median

import polars as pl
from django.db.models import Count

from anfu.core import bulk, parameters
from anfu.market.models import Demand
from anfu.providers.kinds import ServiceKind
from anfu.registry.labels import SIZES


@dataclass(frozen=True, slots=True)
class Price:
    """Median price of a year for one kind and size of enterprise; None: too few cases."""

    kind: str
    size: str
    cases: int
    median_fen: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """`days` is the median number of days from publishing to a contract; None: fewer than `fewest` cases."""

    open: int
    matched: int
    ended: int
    days: int | None
    prices: list[Price]
    fewest: int


def figures(on: date) -> Figures:
    """What the public may know of the market."""
    fewest = parameters.value("market.fewest_cases", on=on)
    counts = dict(Demand.objects.in_hall().values_list("state").annotate(number=Count("pk")))
    signed = _signed()
    days = signed["days"].drop_nulls()
    return Figures(
        open=counts.get("open", 0), matched=counts.get("contracted", 0), ended=counts.get("failed", 0),
        days=int(median(days.to_list())) if len(days) >= fewest else None, prices=_prices(signed, fewest), fewest=fewest,
    )  # fmt: skip


def _signed() -> pl.DataFrame:
    """Every public choice that became a contract, as columns: one query however many."""
    days = bulk.days_between("d.opened_at", "c.chosen_at")
    sql = (
        f"SELECT CAST(d.kinds AS TEXT), d.size, v.price_fen * 12 / d.months, {days}"  # noqa: S608  # nosec B608
        " FROM market_choice c JOIN market_demand d ON d.id = c.demand_id"
        " JOIN market_offerversion v ON v.id = c.version_id WHERE c.state = 'signed' AND NOT d.by_invitation"
    )
    return bulk.read(sql, [], {"kinds": pl.String, "size": pl.String, "year_fen": pl.Int64, "days": pl.Int64})


def _prices(signed: pl.DataFrame, fewest: int) -> list[Price]:
    """Of demands for one kind alone: a price of several kinds says nothing about one of them."""
    alone = signed.filter(~pl.col("kinds").str.contains(",", literal=True))
    of = alone.group_by("kinds", "size").agg(cases=pl.len(), middle=pl.col("year_fen").median())
    return [
        Price(str(ServiceKind(json.loads(kinds)[0]).label), SIZES.get(size, "规模不详"), cases,
              int(middle) if cases >= fewest else None)
        for kinds, size, cases, middle in of.sort("kinds", "size").iter_rows()
    ]  # fmt: skip
