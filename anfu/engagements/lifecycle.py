"""How a contract moves; that both sides said yes is what `actions.confirming` makes sure of before it signs or ends."""

from anfu.core.lifecycle import Lifecycle, Step
from anfu.engagements.models import ContractState as S

SIGN, RECORD = "engagements.sign", "engagements.record"

CONTRACT = Lifecycle(
    "contract",
    {state.value: str(state.label) for state in S},
    (
        Step("sign", "签订", frozenset({S.DRAFT.value}), S.SIGNED.value, SIGN, "writing-sign"),
        Step("leave", "放弃签订", frozenset({S.DRAFT.value}), S.ABANDONED.value, SIGN, "x", reason=True),
        Step("end", "提前终止", frozenset({S.SIGNED.value}), S.ENDED.value, SIGN, "player-stop", reason=True),
        Step(
            "void",
            "作废",
            frozenset({S.SIGNED.value, S.ENDED.value}),
            S.VOID.value,
            RECORD,
            "ban",
            reason=True,
        ),
    ),
)
