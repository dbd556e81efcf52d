"""Recusal of experts against parties, from what is stored: one query for many experts."""

from collections.abc import Collection, Iterable
from datetime import date

from django.utils import timezone

from anfu.core import parameters
from anfu.experts.models import Declaration, Expert
from anfu.experts.rules.recusal import Declared, Recusal
from anfu.experts.rules.recusal import recusals as rule
from anfu.registry.models import Organisation


def recusals(expert: Expert, parties: Collection[int], on: date) -> tuple[Recusal, ...]:
    """Why this expert must stay away from any of these organisations that day."""
    return recusals_of([expert], parties, on).get(expert.pk, ())


def against(expert: Expert, uscc: str, on: date) -> tuple[Recusal, ...] | None:
    """The same for a party named by its credit code; None where the registry knows no such party."""
    party = Organisation.objects.filter(uscc=uscc).first()
    return None if party is None else recusals(expert, [party.pk], on)


def recusals_of(
    experts: Iterable[Expert], parties: Collection[int], on: date
) -> dict[int, tuple[Recusal, ...]]:
    """Expert's key -> why to stay away; those who need not are left out."""
    known = {expert.pk: expert for expert in experts}
    if not parties:
        return {}
    declared: dict[int, list[Declared]] = {pk: _employer(expert) for pk, expert in known.items()}
    rows = Declaration.objects.filter(expert__in=known, retracted_at=None, organisation__in=parties)
    for each in rows:
        declared[each.expert_id].append(
            Declared(each.kind, each.organisation_id, each.valid_from, each.valid_to)
        )
    years = parameters.value("experts.lookback_years", on=on)
    found = {pk: rule(facts, parties, on, years=years) for pk, facts in declared.items()}
    return {pk: reasons for pk, reasons in found.items() if reasons}


def _employer(expert: Expert) -> list[Declared]:
    """Whoever works somewhere need not declare it besides."""
    if expert.employer_id is None:
        return []
    return [Declared("employment", expert.employer_id, timezone.localtime(expert.proposed_at).date())]
