"""Who may move a demand and a choice from where to where. Buttons, API and tests read this."""

from anfu.core.lifecycle import Lifecycle, Step
from anfu.market.models import ChoiceState, DemandState

DEMAND_IT, CHOOSE, OFFER = "market.demand", "market.choose", "market.offer"
CLOCK = "market.by_the_clock"  # held by the platform alone
DRAFT, OPEN, CLOSED, CHOSEN, CONTRACTED, FAILED, WITHDRAWN = (state.value for state in DemandState)
UNDECIDED = frozenset({CLOSED, CHOSEN})

DEMAND = Lifecycle(
    "demand",
    dict(DemandState.choices),
    (
        Step("open", "发布", frozenset({DRAFT}), OPEN, DEMAND_IT, "send"),
        Step(
            "withdraw", "撤回需求", frozenset({DRAFT, OPEN, CLOSED}), WITHDRAWN, DEMAND_IT, "arrow-back-up",
            reason=True,
        ),
        Step("close", "截止", frozenset({OPEN}), CLOSED, CLOCK, "lock-open"),
        Step("choose", "选定", UNDECIDED, CHOSEN, CHOOSE, "check"),
        Step("reopen_choice", "重新选择", frozenset({CHOSEN}), CLOSED, CLOCK, "refresh"),
        Step("contract", "签约", frozenset({CHOSEN}), CONTRACTED, CLOCK, "file-certificate"),
        Step("fail", "未成交", UNDECIDED, FAILED, CLOCK, "circle-x"),
    ),
)  # fmt: skip

WAITING, CONFIRMED, SIGNED, DECLINED, TAKEN_BACK, LEFT = (state.value for state in ChoiceState)
CHOICE = Lifecycle(
    "choice",
    dict(ChoiceState.choices),
    (
        Step("confirm", "接受", frozenset({WAITING}), CONFIRMED, OFFER, "check"),
        Step("decline", "不接受", frozenset({WAITING}), DECLINED, OFFER, "x", reason=True),
        Step("take_back", "收回选择", frozenset({WAITING}), TAKEN_BACK, CHOOSE, "arrow-back-up", reason=True),
        Step("sign", "签约", frozenset({CONFIRMED}), SIGNED, CLOCK, "file-certificate"),
        Step("leave", "签约前放弃", frozenset({CONFIRMED}), LEFT, CLOCK, "x", reason=True),
    ),
)
