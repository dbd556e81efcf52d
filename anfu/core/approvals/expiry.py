"""What nobody decided in time is closed by the clock."""

from datetime import timedelta

from django.db import transaction

from anfu.core import clock, jobs
from anfu.core.actor import platform
from anfu.core.approvals.actions import close
from anfu.core.models import Proposal, ProposalState


@jobs.periodic("core.approvals_expire", timedelta(hours=1))
def expire() -> None:
    """Close every proposal whose last day is over, each in its own transaction."""
    over = Proposal.objects.filter(state=ProposalState.WAITING, expires_on__lt=clock.today())
    for pk in list(over.values_list("pk", flat=True)):
        _expire_one(pk)


@transaction.atomic
def _expire_one(pk: int) -> None:
    found = Proposal.objects.select_for_update().filter(pk=pk, state=ProposalState.WAITING).first()
    if found is not None:
        why = f"过了 {found.expires_on} 没有人核准，什么都没有改。"
        close(found, ProposalState.EXPIRED, why, platform())
