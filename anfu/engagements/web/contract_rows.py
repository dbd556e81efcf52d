"""A contract as a line of a list."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from anfu.core.actor import Actor
from anfu.core.periods import last_day
from anfu.engagements.actions.parties import side_of
from anfu.engagements.models import Contract, ContractVersion, Outcome, Source, VersionKind
from anfu.engagements.rules.phases import PHASES, phase_on
from anfu.engagements.versions import terms_of
from anfu.engagements.web.rows import kind_words


def with_terms(rows: QuerySet[Contract]) -> QuerySet[Contract]:
    """The contracts with the key of the terms to show: the agreed ones, else the last proposed."""
    of = ContractVersion.objects.filter(contract=OuterRef("pk"), kind=VersionKind.TERMS)
    agreed = of.filter(outcome=Outcome.AGREED).order_by("-number").values("pk")[:1]
    last = of.order_by("-number").values("pk")[:1]
    return rows.annotate(agreed_key=Subquery(agreed), last_key=Subquery(last)).select_related(
        "enterprise__organisation", "provider"
    )


def contract_lines(contracts: Iterable[Contract], actor: Actor, on: date) -> list[dict[str, Any]]:
    """Each contract (from `with_terms`) as lists show it."""
    page = list(contracts)
    keys = {each.pk: _key(each) for each in page}
    versions = ContractVersion.objects.in_bulk(set(keys.values()))
    return [_line(each, versions[keys[each.pk]], actor, on) for each in page]


def _key(contract: Contract) -> int:
    return contract.agreed_key or contract.last_key  # type: ignore[attr-defined]


def _line(each: Contract, version: ContractVersion, actor: Actor, on: date) -> dict[str, Any]:
    terms = terms_of(version)
    word, kind = PHASES[phase_on(each.state, each.valid_from, each.valid_to, on)]
    side = side_of(each, actor)
    enterprise, provider = each.enterprise.organisation.name, each.provider.name
    return {
        "pk": each.pk,
        "number": each.number,
        "partner": provider if side == "enterprise" else enterprise,
        "enterprise": enterprise,
        "provider": provider,
        "kinds": kind_words(terms.kinds),
        "from": terms.valid_from,
        "last_day": last_day(each.valid_to) or terms.last_day,
        "price_fen": terms.price_fen,
        "source": str(Source(each.source).label),
        "status": kind,
        "state": word,
    }
