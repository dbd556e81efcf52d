"""How a proposal moves. Expired and void are no person's step: `actions` finds them."""

from functools import cache

from anfu.core.approvals.kinds import act_of
from anfu.core.lifecycle import Lifecycle, SamePerson, SecondPerson, Step
from anfu.core.models import Proposal
from anfu.core.models import ProposalState as S

WAITING = frozenset({S.WAITING.value})


@cache
def _lifecycle(permission: str, approver: str, other_office: bool) -> Lifecycle:
    second = SecondPerson("proposer_id", "proposer_office" if other_office else "")
    first = SamePerson("proposer_id")
    return Lifecycle(
        "proposal",
        {state.value: str(state.label) for state in S},
        (
            Step("approve", "核准", WAITING, S.APPROVED.value, approver, "circle-check", needs=second),
            # Saying no harms nobody, so it may come from the same office, though not from the same person.
            Step(
                "refuse",
                "不同意",
                WAITING,
                S.REFUSED.value,
                approver,
                "circle-x",
                reason=True,
                needs=SecondPerson("proposer_id"),
            ),
            Step("withdraw", "撤回", WAITING, S.WITHDRAWN.value, permission, "arrow-back-up", needs=first),
        ),
    )


def lifecycle_of(proposal: Proposal) -> Lifecycle:
    """The lifecycle of that proposal, with the permissions of its kind."""
    kind = act_of(proposal.kind)
    return _lifecycle(kind.permission, kind.approver, proposal.other_office)
