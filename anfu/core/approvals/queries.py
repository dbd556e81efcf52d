"""Who sees which proposals."""

from django.db.models import Q, QuerySet

from anfu.core.actor import Actor
from anfu.core.approvals.kinds import acts
from anfu.core.models import Proposal, ProposalState

READ_ALL = "core.audit_approvals"
# For acts that know no territory, of somebody who has none.
ANYWHERE = "core.approve_anywhere"


def visible_to(actor: Actor) -> QuerySet[Proposal]:
    """One's own, and in one's territory those of kinds that one may propose or approve; the auditor sees every kind."""
    seen = [each.code for each in acts() if actor.may(each.permission) or actor.may(each.approver)]
    # An empty Q would vanish from an "or", so both conditions say something in every case.
    of_kind = ~Q(kind="") if actor.may(READ_ALL) else Q(kind__in=seen)
    place = Q() if actor.whole_city or actor.may(ANYWHERE) else Q(division__in=actor.divisions)
    found = Proposal.objects.filter(Q(proposer_id=actor.user_id) | (of_kind & place))
    return found.select_related("proposer", "decided_by")


def waiting_for(actor: Actor) -> QuerySet[Proposal]:
    """Those that wait for this actor's decision."""
    kinds = [each.code for each in acts() if actor.may(each.approver)]
    found = visible_to(actor).filter(state=ProposalState.WAITING, kind__in=kinds)
    return found.exclude(proposer_id=actor.user_id).exclude(other_office=True, proposer_office=actor.office)


def waiting_on(kind: str, subject: str) -> Proposal | None:
    """What waits for this thing, for the page of the thing itself."""
    found = Proposal.objects.filter(kind=kind, subject=subject, state=ProposalState.WAITING)
    return found.select_related("proposer").first()
