"""How much institutions and their people can do in a year, with the people of a day."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from anfu.core import parameters
from anfu.providers.models import Employment, Provider
from anfu.providers.rules.capacity import days_a_year

Table = Mapping[tuple[str, str], int]


def capacity_on(provider: Provider, on: date) -> int:
    """Whole days a year that its full-time people of that day can be at enterprises."""
    return capacities_on([provider.pk], on)[provider.pk]


def capacities_on(providers: Collection[int], on: date, table: Table | None = None) -> dict[int, int]:
    """The same of each of them, in one query; `table`: the parameters of the day."""
    rows = Employment.objects.standing().in_force_on(on).filter(full_time=True, provider__in=providers)
    each = Coalesce("days_a_year", _usual(table or parameters.table(on=on)))
    found = dict(rows.values("provider").order_by().annotate(days=Sum(each)).values_list("provider", "days"))
    return {key: found.get(key, 0) for key in providers}


def days_of(people: QuerySet[Employment], on: date) -> dict[int, int | None]:
    """Whole days a year of each of these who works that day, by key; None: part time, and nobody has said how many."""
    usual, share = _rule(parameters.table(on=on))
    rows = people.filter(pk__in=Employment.objects.standing().in_force_on(on).values("pk"))
    return {
        key: days_a_year(stated, full_time, usual=usual, share_bp=share)
        for key, stated, full_time in rows.values_list("pk", "days_a_year", "full_time")
    }


def _usual(table: Table) -> int:
    usual, share = _rule(table)
    return days_a_year(None, True, usual=usual, share_bp=share) or 0


def _rule(table: Table) -> tuple[int, int]:
    return table["providers.days_a_year", ""], table["providers.field_share_bp", ""]
