"""How a person comes into the pool, stays in it, and leaves it; who decides never proposed."""

from anfu.core import clock
from anfu.core.lifecycle import Lifecycle, SecondPerson, Step
from anfu.experts.models import Expert, ExpertState

REVIEW, OWN = "experts.review", "experts.own"
SUBMITTED, RETURNED, LISTED, SUSPENDED, REMOVED = (state.value for state in ExpertState)
ANOTHER = SecondPerson(of="proposed_by_id")


def _may_come_again(expert: Expert) -> str:
    if expert.state == REMOVED and expert.barred_until and clock.today() < expert.barred_until:
        return f"已出库，{expert.barred_until} 起才能重新申请。"
    return ""


def _not_the_persons_own(expert: Expert) -> str:
    if expert.user_id and expert.user_id == expert.proposed_by_id:
        return "本人申请的由本人补正，再提交。"
    return ""


EXPERT = Lifecycle(
    "expert",
    dict(ExpertState.choices),
    (
        Step(
            "submit",
            "重新提交",
            frozenset({RETURNED, REMOVED}),
            SUBMITTED,
            OWN,
            "send",
            condition=_may_come_again,
        ),
        Step(
            "resubmit",
            "重新提交",
            frozenset({RETURNED}),
            SUBMITTED,
            REVIEW,
            "send",
            condition=_not_the_persons_own,
        ),
        Step("admit", "入库", frozenset({SUBMITTED}), LISTED, REVIEW, "circle-check", needs=ANOTHER),
        Step(
            "send_back",
            "退回",
            frozenset({SUBMITTED}),
            RETURNED,
            REVIEW,
            "arrow-back-up",
            reason=True,
            needs=ANOTHER,
        ),
        Step(
            "suspend",
            "暂停",
            frozenset({LISTED}),
            SUSPENDED,
            REVIEW,
            "player-pause",
            reason=True,
            needs=ANOTHER,
        ),
        Step(
            "restore",
            "恢复",
            frozenset({SUSPENDED}),
            LISTED,
            REVIEW,
            "player-play",
            reason=True,
            needs=ANOTHER,
        ),
        Step(
            "remove",
            "出库",
            frozenset({LISTED, SUSPENDED}),
            REMOVED,
            REVIEW,
            "user-x",
            reason=True,
            needs=ANOTHER,
        ),
        Step("renew", "续聘", frozenset({LISTED}), LISTED, REVIEW, "refresh", needs=ANOTHER),
    ),
)

# What the level's office decides; handing in again is for whoever nominates.
DECISIONS = tuple(step for step in EXPERT.steps if step.permission == REVIEW and step.verb != "resubmit")
