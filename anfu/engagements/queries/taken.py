"""What providers have taken on, as of a day: for whom, and how many days of their people's time."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Aggregate, Count, Q, Sum
from django.db.models.functions import Coalesce

from anfu.engagements.models import Engagement
from anfu.engagements.queries.load import owed_tenths, rates_on


class Taken(NamedTuple):
    """Enterprises served; tenths of person-days a year that the terms owe; relations whose terms name no number."""

    firms: int = 0
    tenths: int = 0
    unstated: int = 0


def taken_on(
    on: date, providers: Collection[int] | None = None, rates: Mapping[str, int] | None = None
) -> dict[int, Taken]:
    """By provider, in one query; those that serve nobody are left out. Of these providers, or of all; `rates`: of the day."""
    rows = Engagement.objects.in_force_on(on).exclude(provider=None)
    rows = rows if providers is None else rows.filter(provider__in=providers)
    found = rows.values("provider").order_by().annotate(**sums(rates or rates_on(on)))
    return {key: Taken(*counts) for key, *counts in found.values_list("provider", *Taken._fields)}


def sums(rates: Mapping[str, int], only: Q | None = None) -> dict[str, Aggregate | Coalesce]:
    """The fields of `Taken` over relations, or over some of them."""
    unstated = Q(version=None) if only is None else only & Q(version=None)
    return {
        "firms": Count("enterprise", distinct=True, filter=only),
        "tenths": Coalesce(Sum(owed_tenths(rates, "version__"), filter=only), 0),
        "unstated": Count("pk", filter=unstated),
    }
