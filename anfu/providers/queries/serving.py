"""The one answer to "may this provider serve that enterprise in this way": directory, market, contracts and imports ask here."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

import polars as pl

from anfu.core import bulk, parameters
from anfu.providers.kinds import Check, PersonCredential
from anfu.providers.models import Certificate, Employment, Halt, Provider, Qualification, Spell
from anfu.providers.rules.catalogue import catalogue
from anfu.providers.rules.scope import Decision, Licence, ProviderFacts, Span, decide
from anfu.registry.models import Enterprise

UNKNOWN = ProviderFacts(name="", kind="consultancy", standing="", business_scope="")


class Pair(NamedTuple):
    """A provider and an enterprise by their organisation's key, and a kind of service."""

    provider: int
    kind: str
    enterprise: int


def may_serve(provider: int, kind: str, enterprise: Enterprise, *, on: date) -> Decision:
    """Yes, or no with the missing credential and its clause."""
    return may_serve_many([Pair(provider, kind, enterprise.pk)], on=on)[0]


def may_serve_many(pairs: Sequence[Pair], *, on: date) -> list[Decision]:
    """The answers in the order of the pairs, in a fixed number of queries."""
    facts = facts_on({pair.provider for pair in pairs}, on=on)
    industries = industries_on({pair.enterprise for pair in pairs}, on=on)
    known, floors = catalogue(), _floors(on)
    made: dict[tuple[int, str, str], Decision] = {}
    found = []
    for pair in pairs:
        industry = industries.get(pair.enterprise, "")
        key = (pair.provider, pair.kind, industry)
        if key not in made:
            provider = facts.get(pair.provider, UNKNOWN)
            made[key] = decide(provider, pair.kind, industry, known, floors, on=on)
        found.append(made[key])
    return found


def facts_on(providers: Collection[int], *, on: date) -> dict[int, ProviderFacts]:
    """What was so about these providers on the day, by key; those never registered are left out."""
    rows = Provider.objects.select_related("organisation").filter(pk__in=providers)
    rows = rows.only("kind", "business_scope", "trade", "organisation__name")
    standing, licences, staff = _standing(providers, on), _licences(providers), _staff(providers, on)
    return {
        row.pk: ProviderFacts(
            name=row.organisation.name,
            kind=row.kind,
            standing=standing.get(row.pk, ""),
            business_scope=row.business_scope,
            trade=row.trade,
            licences=licences.get(row.pk, ()),
            staff=staff.get(row.pk, {}),
        )
        for row in rows
    }


def industries_on(enterprises: Collection[int], *, on: date) -> dict[int, str]:
    """The industry of each enterprise on that day; "" where it is not known."""
    condition, parameter = bulk.among("enterprise_id", enterprises)
    sql = (
        "SELECT enterprise_id, industry FROM registry_enterpriseversion"  # noqa: S608  # nosec B608
        " WHERE retracted_at IS NULL AND valid_from <= %s AND (valid_to IS NULL OR valid_to > %s)"
        f" AND {condition}"
    )
    found = bulk.read(sql, [on, on, parameter], {"enterprise": pl.Int64, "industry": pl.String})
    return dict(found.iter_rows())


def _floors(on: date) -> dict[str, int]:
    values = parameters.table(on=on)
    return {floor.parameter: values[floor.parameter, ""] for floor in catalogue().floors}


def _standing(providers: Collection[int], on: date) -> dict[int, str]:
    rows = Spell.objects.in_force_on(on).filter(provider__in=providers)
    return dict(rows.values_list("provider", "state"))


def _licences(providers: Collection[int]) -> dict[int, list[Licence]]:
    rows = Qualification.objects.standing().filter(provider__in=providers)
    halts: dict[int, list[Span]] = defaultdict(list)
    for key, start, end in Halt.objects.filter(qualification__in=rows).values_list(
        "qualification", "valid_from", "valid_to"
    ):
        halts[key].append(Span(start, end))
    found: dict[int, list[Licence]] = defaultdict(list)
    for row in rows:
        period = Span(row.valid_from, row.valid_to)
        found[row.provider_id].append(
            Licence(row.credential, row.number, frozenset(row.lines), period, row.check_state, halts[row.pk])
        )
    return found


def _staff(providers: Collection[int], on: date) -> dict[int, Counter[str]]:
    rows = Employment.objects.standing().in_force_on(on).filter(full_time=True, provider__in=providers)
    at = dict(rows.values_list("professional", "provider"))
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for provider in at.values():
        found[provider]["staff"] += 1
    held = Certificate.objects.standing().in_force_on(on).filter(check_state=Check.VERIFIED)
    held = held.filter(professional__in=rows.values("professional"))
    # A person with two specialities is one certified person.
    for person, credential in held.values_list("professional", "credential").distinct():
        found[at[person]][PersonCredential(credential).value] += 1
    return found
