"""What both sides confirmed begins to hold: a contract, its change, or its early end."""

from datetime import date

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.core.periods import day_after
from anfu.engagements.actions import filing
from anfu.engagements.actions.parties import enter, touched
from anfu.engagements.actions.recording import Terms as Recorded
from anfu.engagements.actions.recording import announce, described
from anfu.engagements.actions.recording import enter as begin
from anfu.engagements.lifecycle import CONTRACT
from anfu.engagements.models import (
    Contract,
    ContractState,
    ContractVersion,
    Engagement,
    Outcome,
    Source,
    VersionKind,
)
from anfu.engagements.signals import contract_signed
from anfu.engagements.terms import Terms
from anfu.engagements.versions import ending_of, terms_of


def agree(contract: Contract, version: ContractVersion, actor: Actor) -> None:
    """Called by the last confirmation, under the contract's lock."""
    version.outcome, version.settled_at = Outcome.AGREED, clock.now()
    version.save(update_fields=["outcome", "settled_at"])
    if version.kind == VersionKind.ENDING:
        _end(contract, version, actor)
    elif contract.state == ContractState.DRAFT:
        _sign(contract, version, actor)
    else:
        _change(contract, version, actor)


def current(contract: Contract) -> ContractVersion | None:
    """The terms that both confirmed last."""
    agreed = contract.versions.filter(outcome=Outcome.AGREED, kind=VersionKind.TERMS)
    return agreed.select_related("engagement").order_by("-number").first()


def _sign(contract: Contract, version: ContractVersion, actor: Actor) -> None:
    terms = terms_of(version)
    CONTRACT.move(contract, "sign", actor)
    contract.signed_at = clock.now()
    _dated(contract, terms)
    _count(contract, version, terms, terms.valid_from, contract.number, actor)
    touched(contract, "state", "signed_at", "valid_from", "valid_to")
    enter("signed", contract, actor, after=_told(version))
    filing.file(contract, version, terms, actor)
    contract_signed.send(sender=Contract, contract=contract)


def _change(contract: Contract, version: ContractVersion, actor: Actor) -> None:
    """The row that counted ends with yesterday, and the changed one counts from today: no past figure moves."""
    terms, before = terms_of(version), current_before(version)
    start = max(clock.today(), terms.valid_from)
    if before.engagement is not None:
        _stop(before.engagement, start, f"变更为第 {version.number} 版", actor)
    _count(contract, version, terms, start, f"{contract.number}-{version.number}", actor)
    _dated(contract, terms)
    touched(contract, "valid_from", "valid_to")
    enter("changed", contract, actor, after=_told(version))
    filing.file(contract, version, terms, actor)


def current_before(version: ContractVersion) -> ContractVersion:
    """The terms that held until this version."""
    agreed = version.contract.versions.filter(outcome=Outcome.AGREED, kind=VersionKind.TERMS)
    return agreed.select_related("engagement__enterprise__organisation", "engagement__provider").filter(
        number__lt=version.number
    ).order_by("-number")[0]  # fmt: skip


def _end(contract: Contract, version: ContractVersion, actor: Actor) -> None:
    ending, before = ending_of(version), current_before(version)
    CONTRACT.move(contract, "end", actor)
    contract.valid_to, contract.closed_at = day_after(ending.last_day), clock.now()
    contract.closed_by_id, contract.closed_reason = actor.user_id, ending.reason
    if before.engagement is not None:
        _stop(before.engagement, contract.valid_to, ending.reason, actor)
    touched(contract, "state", "valid_to", "closed_at", "closed_by", "closed_reason")
    enter("ended_early", contract, actor, after=_told(version) | ending.as_json())


def _count(
    contract: Contract, version: ContractVersion, terms: Terms, start: date, number: str, actor: Actor
) -> None:
    said = Recorded(
        provider_uscc=contract.provider.uscc, provider_name=contract.provider.name, mode=terms.mode,
        kinds=terms.kinds, contract_no=number, valid_from=start, last_day=terms.last_day,
        signed_on=clock.today(), price_fen=terms.price_fen,
    )  # fmt: skip
    source = f"平台签订：{Source(contract.source).label}"
    version.engagement = begin(contract.enterprise, said, actor=actor, source=source)
    version.save(update_fields=["engagement"])


def _stop(engagement: Engagement, first_day_without: date, reason: str, actor: Actor) -> None:
    before = described(engagement)
    if first_day_without <= engagement.valid_from:
        engagement.retracted_at = clock.now()
    else:
        engagement.valid_to = first_day_without
    engagement.ended_reason = reason
    engagement.save(update_fields=["valid_to", "retracted_at", "ended_reason"])
    verb = "engagements.retracted" if engagement.retracted_at else "engagements.ended"
    announce(engagement, verb, actor, before=before, after=described(engagement) | {"reason": reason})


def _dated(contract: Contract, terms: Terms) -> None:
    contract.valid_from, contract.valid_to = terms.valid_from, day_after(terms.last_day)


def _told(version: ContractVersion) -> dict[str, object]:
    return {"version": version.number, "digest": version.digest}
