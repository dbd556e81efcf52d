"""What a provider and its people have taken on, as of a day, from the contracts in force that day."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Count, Q, QuerySet

from anfu.core import parameters
from anfu.engagements.models import ContractVersion, NamedStaff
from anfu.engagements.rules.load import RATES, Load, Owed
from anfu.providers.models import Employment
from anfu.registry.models import Organisation

_OWED = ("visits_per_month", "training_hours", "reports", "drills", "months")


def rates_on(on: date) -> dict[str, int]:
    """Tenths of a person-day that each deliverable takes, as set on that day."""
    return {name: parameters.value(f"engagements.{name}_tenths", on=on) for name in RATES}


def provider_load(provider: int, on: date, *, without: int | None = None, more: int = 0) -> Load:
    """Of an organisation, with `more` tenths of days on top and one contract left out (it is being changed)."""
    rates = rates_on(on)
    rows = _in_force(on).filter(contract__provider=provider).exclude(contract=without or 0)
    taken = sum(owed.tenths_a_year(rates) for owed in _owed(rows))
    there = _there(Employment.objects.filter(provider=provider), on)
    return Load(taken + more, sum(there.values()) or None)


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
    there = _there(Employment.objects.filter(pk__in=people), on)
    share = more // max(1, len(people))
    return {key: Load(taken[key] + share, there.get(key)) for key in people}


def names_of(people: Collection[int]) -> dict[int, str]:
    """The names of people by the key of their employment."""
    return dict(Employment.objects.filter(pk__in=people).values_list("pk", "professional__name"))


def organisation_name(key: int) -> str:
    """The name of an organisation."""
    return str(Organisation.objects.values_list("name", flat=True).get(pk=key))


def _in_force(on: date) -> QuerySet[ContractVersion]:
    held = Q(engagement__valid_to=None) | Q(engagement__valid_to__gt=on)
    return ContractVersion.objects.filter(held, engagement__retracted_at=None, engagement__valid_from__lte=on)


def _owed(rows: QuerySet[ContractVersion]) -> Iterator[Owed]:
    return (Owed(*values) for values in rows.values_list(*_OWED))


def _there(people: QuerySet[Employment], on: date) -> dict[int, int]:
    usual = parameters.value("engagements.staff_days", on=on)
    held = Q(valid_to=None) | Q(valid_to__gt=on)
    rows = people.filter(held, valid_from__lte=on, retracted_at=None)
    return {
        key: (usual if days is None else days) * 10 for key, days in rows.values_list("pk", "days_a_year")
    }
