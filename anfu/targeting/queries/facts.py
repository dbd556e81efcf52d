"""One enterprise on one day, as the rules see it, and what they say of it."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from anfu.registry.models import Enterprise, EnterpriseVersion, Status
from anfu.targeting.models import Accident, Finding, FindingState, Programme, Subject, SupervisedListing
from anfu.targeting.queries.intervals import terms_of
from anfu.targeting.queries.parameters import terms_on
from anfu.targeting.rules.explain import Explanation, explain
from anfu.targeting.rules.facts import AccidentFact, Facts, GroundFact, ListingFact, VersionFacts

COPIED = tuple(name for name in VersionFacts.__slots__ if name != "since")


class Explained(NamedTuple):
    """What was known of an enterprise on a day, and what follows."""

    facts: Facts
    explanation: Explanation


def explained_on(enterprise: Enterprise, on: date) -> Explained:
    """The classes of an enterprise on a day, as known now, with facts and reasons; in seven queries."""
    facts = facts_on(enterprise, on)
    division = facts.version.division if facts.version else ""
    return Explained(facts, explain(facts, terms_on(division, on), on=on))


def explanation_on(enterprise: Enterprise, on: date) -> Explanation:
    """The same without the facts."""
    return explained_on(enterprise, on).explanation


def facts_on(enterprise: Enterprise, on: date) -> Facts:
    """Everything the rules look at. Presumptions are those that wait now and did so that day."""
    version = EnterpriseVersion.objects.filter(enterprise=enterprise).as_of(on).first()
    return Facts(
        version=_version(version) if version else None,
        grounds=_grounds(enterprise, on),
        listings=tuple(_listing(row) for row in SupervisedListing.objects.filter(enterprise=enterprise)),
        accidents=tuple(_accident(row) for row in Accident.objects.filter(enterprise=enterprise)),
        neighbours=_neighbours(version, on) if version and version.address_key else None,
        programmes=tuple(terms_of(row) for row in _programmes(on)),
    )


def _programmes(on: date) -> list[Programme]:
    return list(
        Programme.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on).order_by("id")
    )


def _neighbours(version: EnterpriseVersion, on: date) -> int:
    there = EnterpriseVersion.objects.as_of(on).filter(address_key=version.address_key, status=Status.ACTIVE)
    return there.count()


def _version(version: EnterpriseVersion) -> VersionFacts:
    return VersionFacts(**{name: getattr(version, name) for name in COPIED}, since=version.valid_from)


def _grounds(enterprise: Enterprise, on: date) -> tuple[GroundFact, ...]:
    rows = Finding.objects.filter(enterprise=enterprise).exclude(subject=Subject.INDUSTRY)
    shown = rows.exclude(state=FindingState.REFUTED).exclude(state=FindingState.PRESUMED, likelier=False)
    known = [r for r in shown.order_by("id") if r.state != FindingState.PRESUMED or _day(r.presumed_at) <= on]
    return tuple(_ground(row) for row in known)


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


def _ground(finding: Finding) -> GroundFact:
    return GroundFact(
        finding.subject,
        finding.state,
        finding.valid_from,
        finding.valid_to,
        finding.rule,
        finding.strength,
        tuple(span["text"] for span in finding.evidence if span["kind"] == "matched"),
        finding.decided_name,
        _day(finding.decided_at) if finding.decided_at else None,
        finding.reason,
        finding.pk,
    )


def _listing(row: SupervisedListing) -> ListingFact:
    return ListingFact(
        row.get_level_display(), row.number, row.listed_on, row.due_on, row.delisted_on, row.source
    )


def _accident(row: Accident) -> AccidentFact:
    return AccidentFact(row.happened_on, row.deaths, row.injuries, row.description, row.source)
