"""An enterprise answers whether it takes part in a joint demand, on its own account; later it may pass on all offers."""

from datetime import date

from django.db import transaction

from anfu.core import clock, waiting
from anfu.core.actor import ENTERPRISE, Actor
from anfu.core.refusal import Refused
from anfu.market.actions.placing import JOIN
from anfu.market.actions.settling import settle
from anfu.market.actions.shared import ABSENT, enter, locked, needs_reason
from anfu.market.models import Demand, Member, MemberState


@transaction.atomic
def answer(demand_id: int, agree: bool, *, actor: Actor, on: date, seen: str = "") -> Member:
    """Yes or no, before the demand is published; nobody answers for another enterprise. `seen`: the demand's edition."""
    found = locked(demand_id, actor, seen=seen)
    member = own_member(found, actor)
    if found.state != "draft":
        raise Refused("需求已经发布，不能再加入或退出。不想买的，截止后可以选“都不选”。")
    member.state = MemberState.AGREED if agree else MemberState.DECLINED
    member.answered_at, member.answered_by_id = clock.now(), actor.user_id
    member.save(update_fields=["state", "answered_at", "answered_by"])
    waiting.ended(JOIN, f"member:{member.pk}")
    enter(
        "joined", found, actor, on, after={"enterprise": member.enterprise.organisation.uscc, "agreed": agree}
    )
    return member


@transaction.atomic
def pass_on(demand_id: int, *, reason: str, actor: Actor, on: date) -> Member:
    """The enterprise wants none of the offers, and says why."""
    found = locked(demand_id, actor)
    member = own_member(found, actor)
    if found.state not in ("closed", "chosen") or member.state != MemberState.AGREED:
        raise Refused("现在不能选“都不选”。请刷新后再看。")
    if found.choices.standing().filter(enterprise=member.enterprise).exists():
        raise Refused("你已经选了一家。要改主意，请先收回选择。")
    member.state, member.reason = MemberState.PASSED, needs_reason(reason)
    member.answered_at, member.answered_by_id = clock.now(), actor.user_id
    member.save(update_fields=["state", "reason", "answered_at", "answered_by"])
    waiting.ended("market.choose", f"member:{member.pk}")
    enter(
        "passed",
        found,
        actor,
        on,
        after={"enterprise": member.enterprise.organisation.uscc, "reason": member.reason},
    )
    settle(found, actor, on)
    return member


def own_member(demand: Demand, actor: Actor) -> Member:
    """The actor's own enterprise among the members; Refused where it is none of them."""
    rows = demand.members.select_related("enterprise__organisation").filter(
        enterprise__in=actor.own(ENTERPRISE)
    )
    found: Member | None = rows.first()
    if found is None or not actor.may("market.choose"):
        raise Refused(ABSENT)
    return found
