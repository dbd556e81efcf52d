"""The states of an import, and who may move it from where to where."""

from functools import cache
from typing import Any

from anfu.core.intake.kinds import IntakeKind
from anfu.core.lifecycle import Lifecycle, Step
from anfu.core.models import IntakeState as S
from anfu.core.models import JobState

BUSY = {S.JUDGING, S.APPLYING, S.WITHDRAWING}


def stopped(intake: Any) -> bool:
    """Whether the work on it has ended in failure, so that it may be asked for again."""
    return intake.state in BUSY and (intake.job is None or intake.job.state == JobState.FAILED)


def _unless_busy(intake: Any) -> str:
    busy = intake.state in BUSY and not stopped(intake)
    return f"{S(intake.state).label}，请等它做完。" if busy else ""


@cache
def lifecycle(permission: str) -> Lifecycle:
    """The lifecycle of a kind's imports; its permission opens every step that a person takes."""

    def step(verb: str, label: str, sources: set[S], target: S, icon: str = "", reason: bool = False) -> Step:
        busy = _unless_busy if verb != "drop" else lambda _: ""
        return Step(verb, label, frozenset(sources), target, permission, icon, reason, busy)

    return Lifecycle(
        name="intake",
        states={state.value: str(state.label) for state in S},
        steps=(
            step("judge", "开始核对", {S.UPLOADED, S.JUDGING, S.JUDGED, S.FAILED}, S.JUDGING, "list-check"),
            step("apply", "写入", {S.JUDGED, S.APPLYING}, S.APPLYING, "database-import"),
            step("drop", "放弃这一批", {S.UPLOADED, S.JUDGING, S.JUDGED, S.FAILED}, S.DROPPED, "trash"),
            step(
                "withdraw",
                "撤回这一批",
                {S.APPLIED, S.WITHDRAWING},
                S.WITHDRAWING,
                "arrow-back-up",
                reason=True,
            ),
        ),
    )


def lifecycle_of(kind: IntakeKind) -> Lifecycle:
    """The lifecycle of that kind's imports."""
    return lifecycle(kind.permission)
