"""What a provider and its people have taken on, as of a day, from the contracts in force that day."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.expressions import Combinable

from anfu.core import parameters
from anfu.engagements.models import ContractVersion, NamedStaff
from anfu.engagements.rules.load import RATES, Load, Owed
from anfu.providers.models import Employment
from anfu.providers.queries.capacity import capacities_on, days_of
from anfu.registry.models import Organisation

_OWED = ("visits_per_month", "training_hours", "reports", "drills", "months")


def rates_on(on: date) -> dict[str, int]:
    """Tenths of a person-day that each deliverable takes, as set on that day."""
    return rates_in(parameters.table(on=on))


def rates_in(table: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """The same out of `parameters.table`."""
    return {name: table[f"engagements.{name}_tenths", ""] for name in RATES}


def owed_tenths(rates: Mapping[str, int], at: str = "") -> Combinable:
    """`Owed.tenths_a_year` in SQL, whole numbers as there; `at` leads to the version."""
    once = (
        F(f"{at}training_hours") * rates["training_hour"]
        + F(f"{at}reports") * rates["report"]
        + F(f"{at}drills") * rates["drill"]
    )
    return F(f"{at}visits_per_month") * (12 * rates["visit"]) + once * 12 / F(f"{at}months")


def provider_load(provider: int, on: date, *, without: int | None = None, more: int = 0) -> Load:
    """Of an organisation, with `more` tenths of days on top and one contract left out (it is being changed)."""
    rows = _in_force(on).filter(contract__provider=provider).exclude(contract=without or 0)
    taken = rows.aggregate(taken=Sum(owed_tenths(rates_on(on))))["taken"] or 0
    return Load(taken + more, capacities_on([provider], on)[provider] * 10 or None)


def staff_loads(
    people: Collection[int], on: date, *, without: int | None = None, more: int = 0
) -> dict[int, Load]:
    """By the key of employment; a contract is shared equally by those it names, `more` by these people."""
    rates = rates_on(on)
    rows = _in_force(on).exclude(contract=without or 0).filter(staff__employment__in=people).distinct()
    named = dict(
        NamedStaff.objects.filter(version__in=rows).values_list("version").annotate(number=Count("pk"))
    )
    taken: dict[int, int] = defaultdict(int)
    values = NamedStaff.objects.filter(version__in=rows, employment__in=people)
    for version, employment, *owed in values.values_list(
        "version", "employment", *(f"version__{name}" for name in _OWED)
    ):
        taken[employment] += Owed(*owed).tenths_a_year(rates) // named[version]
    there = days_of(Employment.objects.filter(pk__in=people), on)
    share = more // max(1, len(people))
    return {key: Load(taken[key] + share, _tenths(there.get(key))) for key in people}


def contracts_of(provider: int, on: date) -> dict[int, int]:
    """Employment's key -> how many of the provider's contracts in force that day name the person."""
    rows = NamedStaff.objects.filter(version__in=_in_force(on).filter(contract__provider=provider))
    return dict(rows.values_list("employment").annotate(number=Count("pk")))


def names_of(people: Collection[int]) -> dict[int, str]:
    """The names of people by the key of their employment."""
    return dict(Employment.objects.filter(pk__in=people).values_list("pk", "professional__name"))


def organisation_name(key: int) -> str:
    """The name of an organisation."""
    return str(Organisation.objects.values_list("name", flat=True).get(pk=key))


def _in_force(on: date) -> QuerySet[ContractVersion]:
    held = Q(engagement__valid_to=None) | Q(engagement__valid_to__gt=on)
    return ContractVersion.objects.filter(held, engagement__retracted_at=None, engagement__valid_from__lte=on)


def _tenths(days: int | None) -> int | None:
    return None if days is None else days * 10
