"""A version that waits for a side stands on that side's desk, with a deadline in working days."""

from django.urls import reverse

from anfu.core import waiting
from anfu.core.actor import Actor
from anfu.engagements.actions.parties import SIGNING, organisation_of, side_of
from anfu.engagements.models import Contract, ContractVersion, Side, VersionKind
from anfu.engagements.versions import sides_of

CONFIRM = "engagements.confirm"


def call(contract: Contract, version: ContractVersion, *, by: Actor) -> None:
    """Ask all sides for their yes; whoever proposed it is not told of the own proposal."""
    for side in sides_of(version):
        own = side == side_of(contract, by)
        waiting.began(
            waiting.Waiting(
                kind=CONFIRM,
                subject=_subject(contract, side),
                title=_title(contract, version, side),
                href=reverse("engagements:contract", args=[contract.pk]),
                permission=SIGNING,
                organisation=organisation_of(contract, side).pk,
                begun_by=by.user_id if own else None,
            )
        )


def answered(contract: Contract, side: str) -> None:
    """That side has said yes."""
    waiting.ended(CONFIRM, _subject(contract, side))


def over(contract: Contract) -> None:
    """Nobody is asked any more."""
    for side in Side.values:
        answered(contract, side)


def _subject(contract: Contract, side: str) -> str:
    return f"contract:{contract.pk}:{side}"


def _title(contract: Contract, version: ContractVersion, side: str) -> str:
    if side == Side.PAYER:
        return f"确认由你单位付款：{contract.enterprise.organisation.name}的合同"
    partner = contract.provider if side == Side.ENTERPRISE else contract.enterprise.organisation
    if version.kind == VersionKind.ENDING:
        return f"确认提前终止：与{partner.name}的合同"
    return f"确认{'合同变更' if contract.signed_at else '合同'}：与{partner.name}"
