"""Contracts for tests: an enterprise and an institution with an owner each, and terms that can be signed."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.core.ledger.guard import without_ledger
from anfu.engagements.actions.confirming import confirm
from anfu.engagements.actions.drafting import draft
from anfu.engagements.documents.templates import template_for
from anfu.engagements.models import Contract, ContractVersion, Engagement, Filing
from anfu.engagements.terms import Deliverables, Payment, Terms
from anfu.engagements.versions import body_of, digest_of
from anfu.people.models import Party
from anfu.people.tests.factories import make_actor, make_party
from anfu.registry.models import Enterprise, Organisation
from anfu.registry.tests.factories import make_enterprise


@dataclass(frozen=True)
class Pair:
    """The two parties, with who answers for each."""

    enterprise: Enterprise
    provider: Organisation
    owner: Actor
    other: Actor
    other_party: Party


def make_pair(enterprise: Enterprise | None = None, provider: Organisation | None = None) -> Pair:
    """An enterprise of 永康 and an organisation that is no registered provider, unless others are given."""
    firm = enterprise or make_enterprise(industry="3351")
    served = make_party("enterprise", organisation=firm.organisation)
    serving = make_party("provider", organisation=provider)
    assert serving.organisation is not None
    names = (f"e{served.pk}", f"p{serving.pk}")
    owner = make_actor("enterprise_owner", party=served, username=names[0])
    other = make_actor("provider_owner", party=serving, username=names[1])
    return Pair(firm, serving.organisation, owner, other, serving)


def terms_of(pair: Pair, **changes: Any) -> Terms:
    """A year of entrusted management from today on, for 8,000 yuan in two parts."""
    return terms_between(pair.enterprise, pair.provider, **changes)


def terms_between(enterprise: Enterprise, provider: Organisation, **changes: Any) -> Terms:
    """The same of any two."""
    today: date = clock.today()
    usual = Terms(
        enterprise_uscc=enterprise.organisation.uscc,
        provider_uscc=provider.uscc,
        kinds=("entrust",),
        scope="每月上门排查隐患，健全制度和档案，组织培训和演练",
        valid_from=today,
        last_day=today + timedelta(364),
        price_fen=800_000,
        payments=(Payment("首付款", 400_000, today), Payment("尾款", 400_000)),
        deliverables=Deliverables(visits_per_month=1, training_hours=8, reports=1, drills=1),
        liability="乙方未按约定上门的，每少一次扣减相应费用",
        renewal="期满前一个月双方协商",
    )
    return replace(usual, **changes)


def make_draft(pair: Pair | None = None, **changes: Any) -> Contract:
    """Drafted by the enterprise's owner."""
    pair = pair or make_pair()
    return draft(pair.owner, terms_of(pair, **changes), "direct")


def said(contract: Contract) -> dict[str, str]:
    """What somebody who looks at the contract now sends with a yes."""
    found = Contract.objects.get(pk=contract.pk)
    last = found.versions.order_by("-number").first()
    assert last is not None
    return {"digest": last.digest, "seen": str(found.edition)}


def make_signed(pair: Pair | None = None, **changes: Any) -> Contract:
    """Drafted and confirmed by both."""
    pair = pair or make_pair()
    made = make_draft(pair, **changes)
    confirm(made.pk, **said(made), actor=pair.owner)
    confirm(made.pk, **said(made), actor=pair.other)
    made.refresh_from_db()
    return made


def store_contract(
    enterprise: Enterprise, provider: Organisation, *, state: str = "signed", filed: str = "", **changes: Any
) -> Contract:
    """A contract as it lies in the tables, with nobody behind it: for worlds where nobody signs in."""
    today, now = clock.today(), clock.now()
    terms = terms_between(enterprise, provider, **changes)
    signed = state in ("signed", "ended", "void")
    days = {"valid_from": terms.valid_from, "valid_to": terms.last_day + timedelta(1)} if signed else {}
    with without_ledger():
        made = Contract.objects.create(
            enterprise=enterprise, provider=provider, source="direct", state=state, drafted_at=now,
            signed_at=now if signed else None, **days,
        )  # fmt: skip
        body = body_of(made, 1, "terms", terms, template_for(terms.kinds, on=today))
        version = ContractVersion(
            contract=made,
            number=1,
            body=body,
            digest=digest_of(body),
            proposed_at=now,
            proposed_side="enterprise",
        )
        if signed:
            version.outcome, version.settled_at = "agreed", now
            version.engagement = Engagement.objects.create(
                enterprise=enterprise, provider=provider, mode="enterprise", kinds=list(terms.kinds),
                valid_from=terms.valid_from, valid_to=terms.last_day + timedelta(1), price_fen=terms.price_fen,
                contract_no=made.number, source="测试", recorded_at=now,
            )  # fmt: skip
        version.save()
        if filed:
            Filing.objects.create(
                version=version, division=enterprise.division, basis="测试依据", filed_at=now, due_on=today, state=filed,
                decided_at=None if filed == "waiting" else now, note="缺人员名单" if filed == "returned" else "",
            )  # fmt: skip
    return made
