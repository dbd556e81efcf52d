"""What the system administrator does with allowed hosts alone: take one off the list, see them."""

from django.db import transaction
from django.db.models import QuerySet

from anfu.core import clock, ledger
from anfu.core.actor import Actor
from anfu.core.approvals.queries import visible_to
from anfu.core.models import OutboundHost, Proposal, ProposalState
from anfu.core.outbound.allowing import KIND, PERMISSION, subject
from anfu.core.refusal import Refused


@transaction.atomic
def forbid(host_id: int, *, actor: Actor) -> None:
    """The host may no longer be called; closing a way out takes one person."""
    if not actor.may(PERMISSION):
        raise Refused("只有系统管理员能改允许的主机。什么都没有改。")
    row = OutboundHost.objects.select_for_update().filter(pk=host_id, ended_at=None).first()
    if row is None:
        raise Refused("这个主机已经不在允许的名单里。请刷新后再看。")
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    told = {"host": row.host, "port": row.port}
    ledger.record(
        "core.host_forbidden", subject(row.host, row.port), actor=actor, on=clock.today(), after=told
    )


def hosts_for(actor: Actor) -> QuerySet[OutboundHost]:
    """The hosts allowed now, for the system administrator; none for others."""
    rows = OutboundHost.objects.filter(ended_at=None).order_by("host", "port")
    return rows if actor.may(PERMISSION) else rows.none()


def proposed_for(actor: Actor) -> list[Proposal]:
    """Those that wait for the security administrator, for the same person."""
    if not actor.may(PERMISSION):
        return []
    return list(visible_to(actor).filter(kind=KIND, state=ProposalState.WAITING).order_by("pk"))
