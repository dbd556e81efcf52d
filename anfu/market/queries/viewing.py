"""What a chooser sees now: the opened offers from the ledger's kept rows, with the facts of the day."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from anfu.core import files
from anfu.core.models import LedgerEntry
from anfu.engagements.models import Engagement
from anfu.market.models import Demand
from anfu.market.rules.comparison import NO_GRADE, distance, view_of
from anfu.providers.kinds import Check, PersonCredential
from anfu.providers.models import Certificate, Employment, Provider
from anfu.providers.queries.serving import Pair, may_serve_many
from anfu.registry.models import Enterprise


def kept_rows(entry: LedgerEntry | None) -> list[dict[str, Any]]:
    """The rows that an entry keeps; none where it keeps none."""
    if entry is None or entry.rows is None:
        return []
    text = files.path(entry.rows).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines() if line]


def head_of(demand: Demand, enterprise: Enterprise) -> dict[str, Any]:
    """The demand, as the comparison repeats it."""
    return {
        "demand": demand.pk,
        "enterprise": enterprise.organisation.uscc,
        "kinds": list(demand.kinds),
        "valid_from": demand.valid_from.isoformat(),
        "months": demand.months,
    }


def view_now(demand: Demand, enterprise: Enterprise, on: date) -> dict[str, Any]:
    """The comparison as of today."""
    opened = kept_rows(demand.closing_entry)
    return view_of(head_of(demand, enterprise), opened, facts_now(demand, enterprise, opened, on))


def facts_now(
    demand: Demand, enterprise: Enterprise, opened: Sequence[Mapping[str, Any]], on: date
) -> dict[str, dict[str, Any]]:
    """What the platform knows beside each offer, by the provider's code; in a fixed number of queries."""
    codes = {row["uscc"]: row["provider_key"] for row in opened}
    providers = Provider.objects.in_bulk(codes.values())
    with_you, here = _past(codes.values(), enterprise)
    fit, papers = _fit(demand, enterprise, codes, on), _credentials(opened, on)
    return {
        code: {
            "place": distance(enterprise.division, enterprise.town, providers[key].division),
            "past_with_you": with_you[key],
            "past_here": here[key],
            "grade": NO_GRADE,
            "may": not fit[key],
            "why_not": fit[key],
            "credentials": papers[code],
        }
        for code, key in codes.items()
    }


def _past(providers: Any, enterprise: Enterprise) -> tuple[Counter[int], Counter[int]]:
    """Contracts so far: with this enterprise, and in its county."""
    rows = Engagement.objects.valid().filter(provider__in=list(providers))
    mine = Counter(rows.filter(enterprise=enterprise).values_list("provider", flat=True))
    county = rows.filter(enterprise__division=enterprise.division) if enterprise.division else rows.none()
    return mine, Counter(county.values_list("provider", flat=True))


def _fit(demand: Demand, enterprise: Enterprise, codes: Mapping[str, int], on: date) -> dict[int, str]:
    pairs = [Pair(key, kind, enterprise.pk) for key in codes.values() for kind in demand.kinds]
    found: dict[int, str] = dict.fromkeys(codes.values(), "")
    for pair, decision in zip(pairs, may_serve_many(pairs, on=max(on, demand.valid_from)), strict=True):
        if not decision.may and not found[pair.provider]:
            found[pair.provider] = f"{decision.reasons[0].text}（{decision.reasons[0].clause}）"
    return found


def _credentials(opened: Sequence[Mapping[str, Any]], on: date) -> dict[str, dict[str, int]]:
    """How many of the named people hold which certificate today; no names, which stay out of the record."""
    people = {key for row in opened for key in row["staff"]}
    jobs = dict(Employment.objects.filter(pk__in=people).values_list("pk", "professional"))
    held = Certificate.objects.standing().in_force_on(on).filter(check_state=Check.VERIFIED)
    by_person: dict[int, set[str]] = defaultdict(set)
    for person, credential in held.filter(professional__in=jobs.values()).values_list(
        "professional", "credential"
    ):
        by_person[person].add(str(PersonCredential(credential).label))
    return {
        row["uscc"]: dict(
            sorted(Counter(c for key in row["staff"] for c in by_person[jobs.get(key, 0)]).items())
        )
        for row in opened
    }
