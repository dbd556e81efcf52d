"""Figures of the public hall: numbers, and medians only from enough cases on."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from django.db.models import Count

from anfu.core import parameters
from anfu.market.models import Choice, Demand
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
    signed = Choice.objects.filter(state="signed", demand__by_invitation=False)
    rows = list(
        signed.values_list(
            "demand__kinds",
            "demand__size",
            "version__price_fen",
            "demand__months",
            "demand__opened_at",
            "chosen_at",
        )
    )
    days = [(chosen - opened).days for *_, opened, chosen in rows if opened]
    return Figures(
        open=counts.get("open", 0), matched=counts.get("contracted", 0),
        ended=counts.get("failed", 0), days=_median(days, fewest), prices=_prices(rows, fewest), fewest=fewest,
    )  # fmt: skip


def _median(values: list[int], fewest: int) -> int | None:
    return int(median(values)) if len(values) >= fewest else None


def _prices(rows: Sequence[tuple[Any, ...]], fewest: int) -> list[Price]:
    """Of demands for one kind alone, a price of several kinds says nothing about one of them."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for kinds, size, price, months, *_ in rows:
        if len(kinds) == 1:
            found[kinds[0], size].append(price * 12 // months)
    return [
        Price(str(ServiceKind(kind).label), SIZES.get(size, "规模不详"), len(each),
              _median(each, fewest))
        for (kind, size), each in sorted(found.items())
    ]  # fmt: skip
