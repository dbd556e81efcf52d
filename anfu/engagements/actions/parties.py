"""Who stands on which side of a contract, and the contract under lock."""

from collections.abc import Collection
from datetime import date
from typing import Any

from anfu.core import clock, ledger
from anfu.core.actor import ENTERPRISE, PROVIDER, Actor
from anfu.core.editions import must_be_as_seen
from anfu.core.models import LedgerEntry
from anfu.core.refusal import Refused
from anfu.engagements.models import Contract, Side
from anfu.people.models import Membership
from anfu.people.roles import PERMISSIONS
from anfu.registry.models import Organisation

DRAFTING, SIGNING = "engagements.contract", "engagements.sign"
# Who agrees on what is served; a payer only says yes or no to it.
PARTIES = (Side.ENTERPRISE.value, Side.PROVIDER.value)
ABSENT = "没有找到这份合同，或者不是你单位的。请刷新后再看。"


def side_of(contract: Contract, actor: Actor) -> str:
    """The side for which the actor acts now; "" for everybody else."""
    if contract.enterprise_id in actor.own(ENTERPRISE):
        return Side.ENTERPRISE.value
    if contract.provider_id in actor.own(PROVIDER):
        return Side.PROVIDER.value
    return Side.PAYER.value if contract.payer_id in actor.organisations else ""


def payer_signs(contract: Contract, on: date) -> bool:
    """Whether another pays who can say yes on this platform: somebody may sign for it that day. No office does (T20)."""
    if contract.payer_id is None:
        return False
    rows = Membership.objects.in_force_on(on).filter(party__organisation=contract.payer_id)
    return rows.filter(role__in=[role for role, held in PERMISSIONS.items() if SIGNING in held]).exists()


def organisation_of(contract: Contract, side: str) -> Organisation:
    """The organisation on that side."""
    if side == Side.PAYER and contract.payer is not None:
        return contract.payer
    return contract.enterprise.organisation if side == Side.ENTERPRISE else contract.provider


def locked(
    contract_id: int, actor: Actor, permission: str, seen: str, sides: Collection[str] = PARTIES
) -> Contract:
    """The contract for one of these sides, locked and as it was seen; Refused for all others, as if absent."""
    if not actor.may(permission):
        raise Refused("你没有办这一步的权限。什么都没有改。")
    rows = Contract.objects.visible_to(actor).select_for_update(of=("self",))
    found: Contract | None = rows.select_related("enterprise__organisation", "provider", "payer").filter(
        pk=contract_id
    ).first()  # fmt: skip
    if found is None or side_of(found, actor) not in sides:
        raise Refused(ABSENT)
    must_be_as_seen(str(found.edition), seen, subject_of(found))
    return found


def subject_of(contract: Contract) -> str:
    """How the ledger names the contract."""
    return f"contract:{contract.number}"


def enter(verb: str, contract: Contract, actor: Actor, **change: Any) -> LedgerEntry:
    """One entry of the ledger, in the stream of the enterprise's county."""
    enterprise = contract.enterprise
    stream = enterprise.division or enterprise.waiting_at or None
    today: date = clock.today()
    return ledger.record(
        f"engagements.{verb}", subject_of(contract), actor=actor, on=today, stream=stream, **change
    )


def touched(contract: Contract, *fields: str) -> None:
    """Save these fields; whoever saw the contract before has seen an older one."""
    contract.edition += 1
    contract.save(update_fields=[*fields, "edition"])
