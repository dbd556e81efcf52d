"""The state of a demand follows from what its members did; the caller holds its lock."""

from datetime import date

from anfu.core import clock
from anfu.core.actor import Actor
from anfu.market.actions.shared import BY_THE_CLOCK, enter
from anfu.market.lifecycle import CHOSEN, CLOSED, CONTRACTED, DEMAND, FAILED
from anfu.market.models import Demand, MemberState
from anfu.market.rules.outcome import UNDECIDED, outcome

STEP = {CLOSED: "reopen_choice", CONTRACTED: "contract", FAILED: "fail"}
NOBODY_CHOSE = "没有企业选定机构"


def settle(demand: Demand, actor: Actor, on: date) -> None:
    """Bring the demand into the state that its members' choices say; an end gets its ledger entry."""
    now = outcome(_members(demand), offers=demand.offers_opened or 0)
    if now == demand.state:
        return
    if demand.state == CLOSED and now == CONTRACTED:
        demand.state = CHOSEN
    DEMAND.move(demand, "choose" if now == CHOSEN else STEP[now], actor if now == CHOSEN else BY_THE_CLOCK)
    if now in (CONTRACTED, FAILED):
        demand.ended_at = clock.now()
        demand.ended_reason = demand.ended_reason or (NOBODY_CHOSE if now == FAILED else "")
    demand.save(update_fields=["state", "ended_at", "ended_reason"])
    if now == FAILED:
        enter("fail", demand, BY_THE_CLOCK, on, after={"reason": demand.ended_reason})


def _members(demand: Demand) -> list[str]:
    chosen = dict(demand.choices.standing().values_list("enterprise", "state"))
    rows = demand.members.filter(state__in=[MemberState.AGREED, MemberState.PASSED])
    return [
        "passed" if state == MemberState.PASSED else chosen.get(enterprise, UNDECIDED)
        for enterprise, state in rows.values_list("enterprise", "state")
    ]
