"""A side says no: to a draft, to a change or an early end; both settle an early end; an officer finds a contract void."""

from django.db import transaction

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.core.editions import must_be_as_seen
from anfu.core.explaining import explained
from anfu.core.refusal import Refused
from anfu.engagements.actions import calling, filing
from anfu.engagements.actions.agreeing import current
from anfu.engagements.actions.drafting import drop_open, put
from anfu.engagements.actions.parties import (
    ABSENT,
    DRAFTING,
    SIGNING,
    enter,
    locked,
    side_of,
    subject_of,
    touched,
)
from anfu.engagements.actions.recording import announce, described
from anfu.engagements.lifecycle import CONTRACT
from anfu.engagements.models import Contract, ContractState, ContractVersion, Outcome, Side
from anfu.engagements.rules.terms import ending_must_fit
from anfu.engagements.signals import contract_abandoned
from anfu.engagements.terms import Ending
from anfu.engagements.versions import terms_of


@transaction.atomic
def walk_away(contract_id: int, *, reason: str, actor: Actor, seen: str) -> Contract:
    """Any side, the payer too, gives the draft up before all have signed; nothing is owed, and nobody is asked any more."""
    found = locked(contract_id, actor, SIGNING, seen, Side.values)
    CONTRACT.move(found, "leave", actor)
    drop_open(found)
    _close(found, explained(reason, most=500), actor)
    enter("abandoned", found, actor, after={"side": side_of(found, actor), "reason": found.closed_reason})
    calling.over(found)
    contract_abandoned.send(sender=Contract, contract=found)
    return found


@transaction.atomic
def drop_proposal(contract_id: int, *, reason: str, actor: Actor, seen: str) -> Contract:
    """Either side says no to a change or an early end that waits; the contract goes on as it was."""
    found = locked(contract_id, actor, DRAFTING, seen)
    waiting = found.versions.filter(outcome=Outcome.OPEN).first()
    if found.state != ContractState.SIGNED or waiting is None:
        raise Refused("没有等着确认的变更。请刷新后再看。")
    said = explained(reason, most=500)
    drop_open(found)
    touched(found)
    enter("proposal_dropped", found, actor, after={"version": waiting.number, "reason": said})
    calling.over(found)
    return found


@transaction.atomic
def propose_ending(contract_id: int, ending: Ending, *, actor: Actor, seen: str) -> ContractVersion:
    """An early end with its settlement, which both must confirm."""
    found = locked(contract_id, actor, SIGNING, seen)
    holding = current(found)
    if found.state != ContractState.SIGNED or holding is None:
        raise Refused(f"合同{ContractState(found.state).label}，不能提前终止。")
    ending_must_fit(ending, terms_of(holding), on=clock.today())
    version = put(found, ending, actor, note=ending.reason)
    touched(found)
    enter(
        "ending_proposed",
        found,
        actor,
        after={"version": version.number, "digest": version.digest, "reason": version.note},
    )
    calling.call(found, version, by=actor)
    return version


@transaction.atomic
def void(contract_id: int, *, reason: str, actor: Actor, seen: str) -> Contract:
    """An officer found that the contract is none (forged, invalid by law): it never counts, on any day. 三(五)."""
    if not actor.may("engagements.record"):
        raise Refused("你没有作废合同的权限。什么都没有改。")
    rows = Contract.objects.visible_to(actor).select_for_update(of=("self",))
    found = rows.select_related("enterprise__organisation", "provider").filter(pk=contract_id).first()
    if found is None:
        raise Refused(ABSENT)
    must_be_as_seen(str(found.edition), seen, subject_of(found))
    CONTRACT.move(found, "void", actor)
    said = explained(reason, most=500)
    for version in found.versions.filter(engagement__retracted_at=None).select_related(
        "engagement__enterprise__organisation", "engagement__provider"
    ):
        _take_back(version, said, actor)
    drop_open(found)
    _close(found, said, actor)
    enter("voided", found, actor, after={"reason": said})
    calling.over(found)
    filing.over(found)
    return found


def _take_back(version: ContractVersion, reason: str, actor: Actor) -> None:
    engagement = version.engagement
    assert engagement is not None  # the filter asked for it  # noqa: S101  # nosec B101
    engagement.retracted_at = clock.now()
    engagement.save(update_fields=["retracted_at"])
    announce(
        engagement, "engagements.retracted", actor, before=described(engagement), after={"reason": reason}
    )


def _close(contract: Contract, reason: str, actor: Actor) -> None:
    contract.closed_at, contract.closed_by_id, contract.closed_reason = clock.now(), actor.user_id, reason
    touched(contract, "state", "closed_at", "closed_by", "closed_reason")
