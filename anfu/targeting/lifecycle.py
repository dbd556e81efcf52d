"""How a finding moves: presumed by the platform, then decided by a person; any decision can be taken back."""

from anfu.core.lifecycle import Lifecycle, Step
from anfu.targeting.models import Finding, FindingState

DECIDE = "targeting.decide"
PRESUMED, CONFIRMED, REFUTED = (
    FindingState.PRESUMED.value,
    FindingState.CONFIRMED.value,
    FindingState.REFUTED.value,
)


def _not_ended(finding: Finding) -> str:
    return "这一条已经结束，不能再结束一次。" if finding.valid_to else ""


def _is_ground(finding: Finding) -> str:
    return (
        "行业已写进企业档案，请在企业页上改行业。" if finding.subject == "industry" else _not_ended(finding)
    )


FINDING = Lifecycle(
    "finding",
    dict(FindingState.choices),
    (
        Step("confirm", "确认", frozenset({PRESUMED}), CONFIRMED, DECIDE, "circle-check", reason=True),
        Step("refute", "不成立", frozenset({PRESUMED}), REFUTED, DECIDE, "circle-x", reason=True),
        Step(
            "end",
            "结束",
            frozenset({CONFIRMED}),
            CONFIRMED,
            DECIDE,
            "flag",
            reason=True,
            condition=_is_ground,
        ),
        Step(
            "take_back",
            "撤回决定",
            frozenset({CONFIRMED, REFUTED}),
            PRESUMED,
            DECIDE,
            "arrow-back-up",
            reason=True,
            condition=lambda finding: _is_ground(finding) if finding.state == CONFIRMED else "",
        ),
    ),
)
