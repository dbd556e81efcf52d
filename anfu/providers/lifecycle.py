"""How an institution comes into the directory and leaves it: one declaration for buttons, API and tests. 三(一), 三(四)c."""

from anfu.core.lifecycle import Lifecycle, SecondPerson, Step
from anfu.providers.models import State as S

APPLY, REVIEW, SANCTION = "providers.apply", "providers.review", "providers.sanction"
OBJECT, PLATFORM = "providers.object", "providers.by_calendar"
# Whoever registered it does not decide on it; an institution brought in by an import has no such person.
ANOTHER = SecondPerson(of="registrant_id")


def _objections(provider: object) -> str:
    waiting = provider.objections.filter(answered_at=None).exists()  # type: ignore[attr-defined]
    return "还有没有答复的异议。先答复，再列入目录。" if waiting else ""


LIFECYCLE = Lifecycle(
    "provider",
    {state.value: str(state.label) for state in S},
    (
        Step("submit", "提交审核", frozenset({S.DRAFT, S.RETURNED}), S.SUBMITTED, APPLY, "send"),
        Step(
            "accept",
            "通过并公示",
            frozenset({S.SUBMITTED}),
            S.PUBLICITY,
            REVIEW,
            "circle-check",
            needs=ANOTHER,
        ),
        Step(
            "send_back",
            "退回",
            frozenset({S.SUBMITTED, S.PUBLICITY}),
            S.RETURNED,
            REVIEW,
            "arrow-back-up",
            reason=True,
            needs=ANOTHER,
        ),
        # By the calendar, when the days of publicity are over and every objection is answered.
        Step("list", "列入目录", frozenset({S.PUBLICITY}), S.LISTED, PLATFORM, condition=_objections),
        # A sanction needs two persons: `sanctions` declares the act, which the second of them carries out.
        Step(
            "suspend", "暂停服务", frozenset({S.LISTED}), S.SUSPENDED, SANCTION, "player-pause", reason=True
        ),
        Step(
            "remove", "移出目录", frozenset({S.LISTED, S.SUSPENDED}), S.REMOVED, SANCTION, "ban", reason=True
        ),
        Step("resume", "期满恢复", frozenset({S.SUSPENDED}), S.LISTED, PLATFORM),
        Step("reapply", "期满重新申报", frozenset({S.REMOVED}), S.DRAFT, APPLY),
    ),
)
